"""The cells of a county as numpy arrays, read once and cut as often as needed."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from communities.basemap.models import Cell, CellBorder, CellSet
from communities.territory.models import RuleSet

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]

HOUSEHOLD_COLUMNS = {
    RuleSet.HouseholdCount.RESIDENT: "households_resident",
    RuleSet.HouseholdCount.REGISTERED: "households_registered",
    RuleSet.HouseholdCount.DWELLINGS: "dwellings",
}


@dataclass(frozen=True, eq=False)
class CellTable:
    """n cells and m borders, in metres of the county's Gauss-Krueger zone.

    `households` is the count the rule set judges by; `community` (n,) and `compound` (n,) are
    indices into `community_ids` and `compound_ids`, -1 = none; `edges` (m, 2) are cell indices;
    `barrier` (m,) is an index into `barrier_names`, -1 = along none. A pair of cells has one
    row for each class its border runs along.
    """

    ids: Counts
    xy: Floats
    households: Counts
    estimated: Counts
    dwellings: Counts
    population: Counts
    area: Floats
    perimeter: Floats
    community: Codes
    community_ids: tuple[UUID, ...]
    compound: Codes
    compound_ids: tuple[int, ...]
    edges: Codes
    length: Floats
    barrier: Codes
    barrier_names: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.ids)

    def outer(self) -> Floats:
        """(n,) metres of each cell's border that no other cell of this table shares."""
        shared = np.bincount(self.edges.ravel(), np.repeat(self.length, 2), self.size)
        return np.asarray(np.maximum(self.perimeter - shared, 0.0))

    def of(self, where: Flags) -> "CellTable":
        """The cells where `where` (n,) is true, and the borders between them."""
        place = np.full(self.size, -1, np.int32)
        place[where] = np.arange(int(where.sum()), dtype=np.int32)
        kept = where[self.edges].all(axis=1)
        rows = {
            name: getattr(self, name)[where]
            for name in (
                "ids", "xy", "households", "estimated", "dwellings", "population",
                "area", "perimeter", "community", "compound",
            )
        }  # fmt: skip
        return CellTable(
            **rows,
            community_ids=self.community_ids,
            compound_ids=self.compound_ids,
            edges=place[self.edges[kept]],
            length=self.length[kept],
            barrier=self.barrier[kept],
            barrier_names=self.barrier_names,
        )

    def recoded(self) -> "CellTable":
        """The same cells with only the communities and compounds that occur among them."""
        community, community_ids = _kept(self.community, self.community_ids)
        compound, compound_ids = _kept(self.compound, self.compound_ids)
        return replace(
            self,
            community=community,
            community_ids=community_ids,
            compound=compound,
            compound_ids=compound_ids,
        )


def _kept(codes: Codes, ids: tuple[Any, ...]) -> tuple[Codes, tuple[Any, ...]]:
    used = sorted(set(codes.tolist()) - {-1})
    place = np.full(len(ids) + 1, -1, np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    return place[codes], tuple(ids[row] for row in used)


def read_cell_table(cell_set: CellSet, rule_set: RuleSet) -> CellTable:
    """All cells of a set with their borders; households as the rule set counts them."""
    count = HOUSEHOLD_COLUMNS[RuleSet.HouseholdCount(rule_set.household_count)]
    columns = _columns(
        Cell.objects.filter(cell_set=cell_set).order_by("number"),
        "id", "east_m", "north_m", count, "estimated_households", "dwellings", "population",
        "area_m2", "perimeter_m", "community_id", "compound_id",
    )  # fmt: skip
    ids = np.array(columns[0], np.int64)
    community, community_ids = _coded(columns[9])
    compound, compound_ids = _coded(columns[10])
    edges, length, barrier, names = _borders(cell_set, ids)
    return CellTable(
        ids=ids,
        xy=np.array([columns[1], columns[2]], np.float64).T.reshape(-1, 2),
        households=np.array(columns[3], np.int64),
        estimated=np.array(columns[4], np.int64),
        dwellings=np.array(columns[5], np.int64),
        population=np.array(columns[6], np.int64),
        area=np.array(columns[7], np.float64),
        perimeter=np.array(columns[8], np.float64),
        community=community,
        community_ids=community_ids,
        compound=compound,
        compound_ids=compound_ids,
        edges=edges,
        length=length,
        barrier=barrier,
        barrier_names=names,
    )


def _borders(cell_set: CellSet, ids: Counts) -> tuple[Codes, Floats, Codes, tuple[str, ...]]:
    columns = _columns(
        CellBorder.objects.filter(cell_set=cell_set).order_by("a", "b", "barrier_class"),
        "a_id", "b_id", "length_m", "barrier_class",
    )  # fmt: skip
    order = np.argsort(ids)
    ends = np.array([columns[0], columns[1]], np.int64).T.reshape(-1, 2)
    edges = order[np.searchsorted(ids, ends, sorter=order)].astype(np.int32)
    barrier, names = _coded([name or None for name in columns[3]])
    return edges, np.array(columns[2], np.float64), barrier, names


def _columns(rows: Any, *names: str) -> list[list[Any]]:
    """The named columns of a queryset, one list each."""
    table = list(rows.values_list(*names))
    return [list(column) for column in zip(*table, strict=True)] or [[] for _ in names]


def _coded(values: list[Any]) -> tuple[Codes, tuple[Any, ...]]:
    """(n,) index of each value among the sorted distinct ones, -1 for None; and those."""
    distinct = tuple(sorted({value for value in values if value is not None}))
    index = {value: place for place, value in enumerate(distinct)}
    return np.array([index.get(value, -1) for value in values], np.int32), distinct
