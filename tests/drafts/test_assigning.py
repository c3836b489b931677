import pytest
import shapely

from communities.basemap.models import Cell
from gis_core.shapes import read_shapes, shape_of
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Operation, ProposalCell, ProposalUnit
from tests.drafts.asking import assign
from tests.drafts.town import EAST, G1, G2, G3, WEST, at, begin, block
from tests.world import World


def test_a_draft_begins_as_the_edition_is(town: World) -> None:
    draft = begin(town)
    units = list(draft.units.order_by("number").values_list("number", "level", "name", "code"))
    assert [unit[:3] for unit in units] == [
        (WEST, "community", "长富路社区"),
        (EAST, "community", "新城社区"),
        (G1, "grid", "第一网格"),
        (G2, "grid", "第二网格"),
        (G3, "grid", "新城第一网格"),
    ]
    assert units[2][3] == "629931001001001"
    assert draft.cells.filter(unit__number=G1).count() == 50
    assert draft.cells.count() == 200


def test_cells_go_to_the_grid_named(town: World) -> None:
    draft = begin(town)
    answer = assign(draft, town.planner, block(5, 0, 6, 10), G1)
    assert answer["version"] == 1
    assert answer["changes"]["cells"] == [{"rows": block(5, 0, 6, 10), "to": G1}]
    assert answer["figures"][str(G1)]["households"] == 600
    assert answer["figures"][str(G2)]["households"] == 400
    assert draft.cells.filter(unit__number=G1).count() == 60
    assert answer["operation"]["label"] == "把 10 个单元划入第一网格"
    assert [one["id"] for one in answer["changes"]["outlines"]["features"]] == [G1, G2]


def test_outlines_are_exactly_the_union_of_the_cells(town: World) -> None:
    draft = begin(town, "consolidation")
    assign(draft, town.planner, [at(10, 3), at(10, 4), at(9, 9)], G3)
    assign(draft, town.planner, [at(10, 3)], G2)
    for unit in ProposalUnit.objects.filter(proposal=draft, retired=False):
        own = {"unit": unit} if unit.level == "grid" else {"unit__parent": unit}
        keys = ProposalCell.objects.filter(proposal=draft, **own).values("cell")
        union = shapely.coverage_union_all(read_shapes(Cell.objects.filter(pk__in=keys)))
        assert shape_of(unit).equals(union)


def test_a_refused_operation_changes_nothing(town: World) -> None:
    draft = begin(town)
    with pytest.raises(Refused):
        assign(draft, town.planner, [0], 99)
    draft.refresh_from_db()
    assert draft.version == 0
    assert not Operation.objects.exists()
