"""One partitioning problem as frozen numpy arrays: the only thing the solvers read."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grids.partitioning.rules import Rules

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Problem:
    """Units, their borders, the sites that serve them, and the rules.

    n units, m borders, s sites:
    `xy` (n, 2) metres in one projected system; `households` (n,);
    `population`, `area` (m²), `outer` (m of own border along no other unit): (n,), NaN = unknown;
    `group`, `parent`, `current` (n,): index into `group_ids`, `parent_ids`, `current_ids`, or -1;
    `edges` (m, 2) unit indices; `length` (m,) metres, 1 where unknown, 0 = touch in a point;
    `barrier` (m,): index into `barrier_names`, or -1;
    `sites` (s,) unit index of each site; `distances` (n, s) metres, or None.
    """

    unit_ids: tuple[str, ...]
    xy: Floats
    households: Counts
    population: Floats
    area: Floats
    outer: Floats
    group: Codes
    parent: Codes
    current: Codes
    edges: Codes
    length: Floats
    barrier: Codes
    rules: Rules
    barrier_names: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    parent_ids: tuple[str, ...] = ()
    current_ids: tuple[str, ...] = ()
    sites: Codes = field(default_factory=lambda: np.empty(0, np.int32))
    site_ids: tuple[str, ...] = ()
    distances: Floats | None = None

    def __post_init__(self) -> None:
        """Freeze the arrays, so that no solver can change what another one reads."""
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @property
    def size(self) -> int:
        """Number of units."""
        return len(self.unit_ids)

    def ids(self, units: NDArray[Any] | list[int] | tuple[int, ...]) -> tuple[str, ...]:
        """The ids of the units with these indices, in the order given."""
        return tuple(self.unit_ids[int(unit)] for unit in units)
