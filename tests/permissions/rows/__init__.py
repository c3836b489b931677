"""The rows of the matrix, one file per room; a new file here is found by itself.

Each has `ROWS`, and may have `lay_out(world, known)`: it puts what its addresses name into the
county and says so by the names of the routes' arguments; `known` is what the files before it, by
name, have laid out. `SECRETS`, if any, are texts of it and who may be told them: an action of the
matrix, or names of `row.WHO`.
"""

import pkgutil
from importlib import import_module
from types import ModuleType

from gis_core.accounts.roles import Action
from tests.permissions.row import Row

ROOMS: list[ModuleType] = [
    import_module(f"{__name__}.{found.name}") for found in sorted(pkgutil.iter_modules(__path__))
]
ROWS: list[Row] = [row for room in ROOMS for row in room.ROWS]
SECRETS: dict[str, Action | str] = {
    text: who for room in ROOMS for text, who in getattr(room, "SECRETS", {}).items()
}
