"""Fates, moved pieces with their reasons, addresses and venues, of drafts of the small town."""

import pytest

from communities.basemap.models import Cell, CellBuilding, Compound, Venue
from gis_core.accounts.models import Level
from grids.checklist.affected import affected_by, register_affected
from grids.proposals.drafting.comparing import pair_units
from grids.proposals.drafting.fates import Fate, Moved, fates, moved_pieces
from grids.proposals.drafts.addresses import changes_at
from grids.proposals.drafts.comparing import Side, edition_of, version_of
from grids.proposals.drafts.plans import forget_plans
from grids.proposals.drafts.reasons import reasons_of
from grids.proposals.models import Proposal
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, WEST, at, begin, block
from tests.world import World, box, build, point


def sides(draft: Proposal) -> tuple[Side, Side]:
    return edition_of(draft), version_of(draft, None)


def fates_of(draft: Proposal, level: Level) -> set[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    return {(one.kind, one.before, one.after) for one in all_fates(draft, level)}


def all_fates(draft: Proposal, level: Level) -> list[Fate]:
    before, after = sides(draft)
    pairs = pair_units(before.plan, after.plan, level, same_draft=False)
    return fates(before.plan, after.plan, level, pairs)


def moved_of(draft: Proposal, level: Level = Level.GRID) -> list[Moved]:
    before, after = sides(draft)
    pairs = pair_units(before.plan, after.plan, level, same_draft=False)
    return moved_pieces(before.plan, after.plan, level, pairs)


def test_nothing_becomes_of_units_nobody_touched(town: World) -> None:
    draft = begin(town, "consolidation")
    assert all_fates(draft, Level.COMMUNITY) == all_fates(draft, Level.GRID) == []
    assert moved_of(draft) == []


def test_a_grid_taken_up_by_another_is_merged_and_abolished(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="merge_units", units=[G1, G2], into=G1)
    assert fates_of(draft, Level.GRID) == {
        ("merged", (G1, G2), (G1,)),
        ("abolished", (G2,), ()),
    }
    [merged] = [one for one in all_fates(draft, Level.GRID) if one.kind == "merged"]
    assert merged.households == 1000
    [piece] = moved_of(draft)
    assert (piece.before, piece.after, len(piece.rows)) == (G2, G1, 50)


def test_a_grid_cut_in_two_is_split_and_one_is_new(town: World) -> None:
    draft = begin(town)
    half = block(15, 0, 20, 10)
    operate(draft, town.planner, kind="new_unit", parent=EAST, cells=half, name="新城第二网格")
    new = 6
    assert fates_of(draft, Level.GRID) == {("split", (G3,), (G3, new)), ("created", (), (new,))}


def test_less_than_half_of_a_grid_makes_no_merge(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, block(5, 0, 7, 10), G1)
    assert fates_of(draft, Level.GRID) == set()
    assign(draft, town.planner, block(7, 0, 8, 10), G1)
    assert fates_of(draft, Level.GRID) == {("merged", (G1, G2), (G1,))}


def test_another_name_and_another_community_are_told(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="rename_unit", unit=G2, name="河东网格")
    operate(draft, town.planner, kind="move_grids", grids=[G2], to=EAST)
    assert fates_of(draft, Level.GRID) == {("renamed", (G2,), (G2,)), ("regrouped", (G2,), (G2,))}
    [piece] = moved_of(draft, Level.COMMUNITY)
    assert (piece.before, piece.after, len(piece.rows)) == (WEST, EAST, 50)


def test_pieces_that_do_not_touch_are_told_one_by_one(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, [*block(5, 0, 6, 2), *block(5, 7, 7, 10)], G1)
    assert [len(piece.rows) for piece in moved_of(draft)] == [6, 2]


def test_the_reason_of_a_piece_is_the_operation_that_moved_it_last(town: World) -> None:
    draft = begin(town, "consolidation")
    assign(draft, town.planner, block(5, 0, 6, 4), G1)
    assign(draft, town.planner, [at(5, 3)], G2)
    operate(draft, town.planner, kind="move_grids", grids=[G2], to=EAST)
    reasons = reasons_of(draft, version_of(draft, None).plan)
    assert [step.version for step in reasons.of(block(5, 0, 6, 3))] == [1]
    assert [step.version for step in reasons.of([at(5, 3), at(9, 9)])] == [3]
    assert [step.version for step in reasons.of([*block(5, 0, 6, 3), at(9, 9)])] == [1, 3]
    assert reasons.of([at(15, 5)]) == []
    assert reasons.of([at(5, 0)])[0].author == str(town.planner)


@pytest.fixture
def housed(town: World) -> World:
    """Two houses of the second grid, the west one in the compound 银杏苑."""
    garden = Compound.objects.create(county=town.county, name="银杏苑", geom=box(500, 0, 700, 100))
    Cell.objects.filter(number__in=[at(5, 0) + 1, at(6, 0) + 1]).update(compound=garden)
    for x, address in ((510, "长富路 8 号"), (810, "长富路 18 号")):
        house = build(town, x, 20, address=address)
        cell = Cell.objects.get(number=x // 100 + 1)
        CellBuilding.objects.create(cell=cell, building=house)
    return town


def test_an_address_tells_its_units_before_and_after(housed: World) -> None:
    draft = begin(housed)
    assign(draft, housed.planner, block(5, 0, 6, 10), G1)
    forget_plans()
    west, east = changes_at(draft, *sides(draft), "长富路")
    assert (west.address, east.address) == ("长富路 8 号", "长富路 18 号")
    [way] = west.ways
    assert (way.community, way.grid) == (("长富路社区", "长富路社区"), ("第二网格", "第一网格"))
    assert (way.changed, east.ways[0].changed) == (True, False)
    assert changes_at(draft, *sides(draft), "18 号") == [east]


def test_a_compound_tells_every_way_its_households_go(housed: World) -> None:
    draft = begin(housed)
    assign(draft, housed.planner, block(5, 0, 6, 10), G1)
    [garden] = changes_at(draft, *sides(draft), "银杏")
    assert garden.kind == "compound"
    assert [(way.grid, way.households) for way in garden.ways] == [
        (("第二网格", "第一网格"), 10),
        (("第二网格", "第二网格"), 10),
    ]


@pytest.mark.parametrize("text", ["", "  ", "没有这条路", "%", "\0", "长" * 500])
def test_what_names_nothing_finds_nothing(housed: World, text: str) -> None:
    draft = begin(housed)
    assert changes_at(draft, *sides(draft), text) == []


def test_a_venue_that_comes_to_another_grid_is_told(town: World) -> None:
    for x, name in ((520, "西站"), (820, "东站"), (1500, "新城站")):
        Venue.objects.create(county=town.county, name=name, geom=point(x, 450))
    draft = begin(town)
    assign(draft, town.planner, block(5, 0, 6, 10), G1)
    told = affected_by(draft, *sides(draft))["阵地"]
    assert told == [("西站", "长富路社区 · 第二网格", "长富路社区 · 第一网格")]


def test_two_apps_cannot_tell_of_the_same_kind() -> None:
    register_affected("阵地", "grids.checklist.venues.affected_venues")
    with pytest.raises(ValueError, match="two finders"):
        register_affected("阵地", "elsewhere.find")
