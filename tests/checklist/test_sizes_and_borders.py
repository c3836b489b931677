import dataclasses

import pytest

from communities.basemap.models import Cell, CellBorder, Compound
from grids.checklist.lines import Severity, Waiver
from grids.proposals.models import Proposal
from tests.checklist.looking import BROKEN, PASSED, WAIVED, line_of, only_fault
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, WEST, at, begin, block
from tests.world import World, box


def compound(town: World, name: str, cells: list[int]) -> Compound:
    made = Compound.objects.create(county=town.county, name=name, geom=box(0, 0, 100, 100))
    Cell.objects.filter(number__in=[row + 1 for row in cells]).update(compound=made)
    return made


def shrink_west(town: World) -> Proposal:
    """Fifty households of 长富路 go to 新城: 950 and 1,050."""
    draft = begin(town, "consolidation")
    assign(draft, town.planner, block(9, 0, 10, 5), G3)
    return draft


def test_a_community_made_too_small_blocks_until_a_reason_is_given(town: World) -> None:
    assert line_of(begin(town, "consolidation"), "community_households").outcome == PASSED
    draft = shrink_west(town)
    line = line_of(draft, "community_households")
    [fault] = line.faults
    assert (line.outcome, line.blocks) == (BROKEN, True)
    assert (fault.unit, fault.value, fault.limit) == (WEST, 950, 1000)
    assert "社区最少户数 1000 户" in line.limit
    assert "城市居民委员会组织法" in line.source


def test_a_waiver_stays_in_sight_with_its_reason(town: World) -> None:
    waiver = Waiver("community_households", WEST, "铁路以西单独成片", by="复核员")
    line = line_of(shrink_west(town), "community_households", [waiver])
    assert (line.outcome, line.blocks) == (WAIVED, False)
    assert line.faults[0].waiver == waiver
    elsewhere = dataclasses.replace(waiver, unit=EAST)
    assert line_of(shrink_west(town), "community_households", [elsewhere]).blocks


def test_a_rule_that_cannot_be_waived_is_not(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, block(10, 0, 11, 3), G2)
    line = line_of(draft, "one_community", [Waiver("one_community", G2, "算了")])
    assert (line.outcome, line.blocks) == (BROKEN, True)


def test_a_community_the_draft_leaves_as_it_is_is_only_warned_of(town: World) -> None:
    Cell.objects.filter(number=at(0, 0) + 1).update(households_resident=0)
    line = line_of(begin(town), "community_households")
    assert (line.outcome, line.blocks) == (BROKEN, False)


def test_grids_outside_their_bounds_are_warned_of(town: World) -> None:
    draft = begin(town)
    line = line_of(draft, "grid_households")
    assert (line.severity, line.blocks) == (Severity.WARNING, False)
    assert {fault.unit: (fault.value, fault.limit) for fault in line.faults} == {G3: (1000, 500)}
    operate(
        draft,
        town.planner,
        kind="new_unit",
        parent=EAST,
        cells=block(15, 0, 20, 10),
        name="新城第二网格",
    )
    assert line_of(draft, "grid_households").outcome == PASSED
    assign(draft, town.planner, block(2, 0, 5, 10), G2)
    line = line_of(draft, "grid_households")
    assert {fault.unit: fault.value for fault in line.faults} == {G1: 200, G2: 800}


def test_a_compound_in_two_communities_blocks(town: World) -> None:
    compound(town, "金色家园", block(8, 2, 10, 4))
    draft = begin(town, "consolidation")
    assert line_of(draft, "compounds_in_communities").outcome == PASSED
    assign(draft, town.planner, [at(9, 2)], G3)
    fault = only_fault(draft, "compounds_in_communities")
    assert (fault.unit, fault.blocking) == (EAST, True)
    assert "金色家园" in fault.text
    assert "10 户" in fault.text


def test_a_compound_in_two_grids_is_warned_of_once_per_grid(town: World) -> None:
    compound(town, "金色家园", block(4, 2, 6, 4))
    compound(town, "银杏苑", block(3, 7, 6, 8))
    draft = begin(town)
    fault = only_fault(draft, "compounds_in_grids")
    assert (fault.unit, fault.value, fault.blocking) == (G2, 2, False)
    assert "金色家园、银杏苑" in fault.text or "银杏苑、金色家园" in fault.text
    assign(draft, town.planner, [*block(5, 2, 6, 4), at(5, 7)], G1)
    assert line_of(draft, "compounds_in_grids").outcome == PASSED


def test_borders_along_nothing_are_warned_of(town: World) -> None:
    faults = line_of(begin(town), "along_barriers").faults
    assert {fault.unit: fault.value for fault in faults} == dict.fromkeys(
        [WEST, EAST, G1, G2, G3], 0
    )
    west = [at(x, y) + 1 for x in (4, 9) for y in range(10)]
    crossing = CellBorder.objects.filter(a__number__in=west, b__number__in=[n + 1 for n in west])
    crossing.update(barrier_class="local")
    assert line_of(begin(town), "along_barriers").outcome == PASSED


@pytest.mark.parametrize("kind", ["division", "consolidation"])
def test_the_checklist_is_the_same_every_time(town: World, kind: str) -> None:
    draft = begin(town, kind)
    assert [line_of(draft, key) for key in ("coverage", "along_barriers")] == [
        line_of(draft, key) for key in ("coverage", "along_barriers")
    ]
