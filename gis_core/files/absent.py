"""pyarrow and pyogrio without pandas: they load it where it is, for a third of a second of CPU."""

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any


class Absent(MetaPathFinder):
    """First on `sys.meta_path`, hides what imports can do without."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Refuse geopandas and pandas."""
        if fullname in {"geopandas", "pandas"}:
            raise ModuleNotFoundError(fullname, name=fullname)
        return None


def keep_pandas_out() -> None:
    """Let pyarrow, which looks for pandas at its first array, find none this once.

    Whatever asks for pandas afterwards still gets it, pyarrow's own conversions included.
    """
    import pyarrow as pa

    if "pandas" in sys.modules:
        return
    hidden = Absent()
    sys.meta_path.insert(0, hidden)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(hidden)
