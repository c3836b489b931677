"""The cells of a county as numpy arrays, read once and cut as often as needed."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import BigIntegerField, Case, IntegerField, Value, When
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from communities.basemap.models import BarrierClass, Cell, CellBorder, CellSet
from communities.territory.models import RuleSet
from gis_core.columns import read_columns

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]

NONE = -1  # in place of a missing compound or class; it sorts first
UUID_ORDER = np.dtype([("high", ">u8"), ("low", ">u8")])  # by which they sort as numbers do

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
    whole = (count, "estimated_households", "dwellings", "population")
    rows = Cell.objects.filter(cell_set=cell_set).order_by("number")
    read = read_columns(
        rows.annotate(any_compound=Coalesce("compound_id", -1, output_field=BigIntegerField())),
        **dict.fromkeys(("id", "any_compound"), "i8"),
        **dict.fromkeys(("east_m", "north_m", "area_m2", "perimeter_m"), "f8"),
        **dict.fromkeys(dict.fromkeys(whole), "i4"),
        community_id="V16",
    )
    community, communities = _coded(read["community_id"].view(UUID_ORDER))
    compound, compounds = _coded(read["any_compound"])
    edges, length, barrier, names = _borders(cell_set, read["id"])
    households, estimated, dwellings, population = (read[one].astype(np.int64) for one in whole)
    return CellTable(
        ids=read["id"],
        xy=np.column_stack([read["east_m"], read["north_m"]]),
        households=households,
        estimated=estimated,
        dwellings=dwellings,
        population=population,
        area=read["area_m2"],
        perimeter=read["perimeter_m"],
        community=community,
        community_ids=tuple(UUID(bytes=key.tobytes()) for key in communities),
        compound=compound - (compounds[:1] == NONE).sum(dtype=np.int32),
        compound_ids=tuple(compounds[compounds != NONE].tolist()),
        edges=edges,
        length=length,
        barrier=barrier,
        barrier_names=names,
    )


def _borders(cell_set: CellSet, ids: Counts) -> tuple[Codes, Floats, Codes, tuple[str, ...]]:
    classes = sorted(BarrierClass.values)
    place = Case(
        *(When(barrier_class=name, then=Value(row)) for row, name in enumerate(classes)),
        default=Value(NONE),
        output_field=IntegerField(),
    )
    rows = CellBorder.objects.filter(cell_set=cell_set).annotate(place=place)
    read = read_columns(
        rows.order_by("a", "b", "barrier_class"), a_id="i8", b_id="i8", length_m="f8", place="i4"
    )
    order = np.argsort(ids)
    ends = np.column_stack([read["a_id"], read["b_id"]])
    edges = order[np.searchsorted(ids, ends, sorter=order)].astype(np.int32)
    barrier, used = _coded(read["place"])
    names = tuple(classes[row] for row in used.tolist() if row != NONE)
    return edges, read["length_m"], barrier - (used[:1] == NONE).sum(dtype=np.int32), names


def _coded(values: NDArray[Any]) -> tuple[Codes, NDArray[Any]]:
    """(n,) index of each value among the sorted distinct ones, and those."""
    distinct, code = np.unique(values, return_inverse=True)
    return code.ravel().astype(np.int32), distinct
