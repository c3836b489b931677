"""What is missing, by the county's own numbers."""

import datetime

import pytest

from communities.territory.models import Threshold
from communities.territory.rules import RuleKey
from fixtures.staff import store_staff
from grids.staffing.capacities import LEGAL, Capacity, Part
from grids.staffing.gaps import GapKind, gaps_by_grid, gaps_of
from grids.staffing.models import Coverage, Person, Unit
from grids.staffing.queries import Staffing, staffing_of
from tests.pages.furnishing import add_figures
from tests.staffing.cast import NEXT_WEEK, TODAY, Cast, cover, person, post
from tests.world import World, build


def told(world: World, day: datetime.date = TODAY) -> set[tuple[str, str]]:
    limits = {key: float(value) for key, value in world.rule_set.values_by_key().items()}
    found = gaps_of(staffed(world, day), limits)
    return {(str(gap.kind), str(gap.what or "")) for gap in found}


def staffed(world: World, day: datetime.date = TODAY) -> Staffing:
    found = staffing_of(world.county, day)
    assert found is not None
    return found


def test_an_empty_county_lacks_everything(world: World) -> None:
    grids = [grid.name for grid in world.grids]
    expected = {(kind, name) for kind in ("no_full_time", "no_lead", "no_legal") for name in grids}
    assert told(world) == {*expected, ("few_legal", "")}


def test_who_and_what_has_no_grid_is_named(world: World, cast: Cast) -> None:
    post(cast.li, world.grids[0])
    cover(cast.police, world.grids[0], Part.SUPPORT)
    found = told(world)
    assert {
        ("idle_person", "王建国"),
        ("idle_person", "赵警官"),
        ("idle_unit", "县税务局"),
    } <= found
    assert ("no_full_time", "第一网格") not in found
    assert ("no_lead", "第一网格") in found  # support is no lead
    assert ("idle_person", "李秀英") not in found


def test_legal_staff_is_asked_for_on_average(world: World, cast: Cast) -> None:
    for number, grid in enumerate([0, 0, 0, 1, 1, 2]):
        officer = person(world, f"干警{number}", Capacity.POLITICAL_LEGAL)
        post(officer, world.grids[grid])
    assert not {kind for kind, _what in told(world)} & {"few_legal", "no_legal"}


def test_a_rule_without_a_number_asks_nothing(world: World) -> None:
    Threshold.objects.filter(key=RuleKey.LEGAL_STAFF_PER_GRID).delete()
    assert not {kind for kind, _what in told(world)} & {"few_legal", "no_legal"}


def test_gaps_are_those_of_the_day(world: World, cast: Cast) -> None:
    post(cast.li, world.grids[0], first_day=NEXT_WEEK)
    assert ("no_full_time", "第一网格") in told(world)
    assert ("no_full_time", "第一网格") not in told(world, NEXT_WEEK)


def test_gaps_of_a_grid_stand_together(world: World, cast: Cast) -> None:
    limits = {key: float(value) for key, value in world.rule_set.values_by_key().items()}
    by_grid = gaps_by_grid(gaps_of(staffed(world), limits))
    assert set(by_grid) == {grid.pk for grid in world.grids}
    [gap] = [gap for gap in by_grid[world.grids[0].pk] if gap.kind == GapKind.NO_FULL_TIME]
    assert (gap.value, gap.limit, gap.rule) == (0, 1, RuleKey.OFFICERS_PER_GRID)


def test_a_grid_tells_its_people_and_households(world: World, cast: Cast) -> None:
    add_figures(world)
    post(cast.li, world.grids[0])
    lead = cover(cast.police, world.grids[0])
    row = staffed(world).grids[0]
    assert (row.community, row.households, row.lead) == (world.changfu, 412, lead)
    assert {
        key: [str(one) for one in people] for key, people in row.people_by_capacity().items()
    } == {Capacity.FULL_TIME: ["李秀英"]}


def test_the_demo_cast_leaves_no_gap_and_is_always_the_same(world: World) -> None:
    for x in (100, 600, 1200):
        build(world, x, 100, use="public", address=f"人民路 {x} 号")
    store_staff(county=world.county)
    store_staff(county=world.county)
    assert told(world) == set()
    rows = staffed(world).grids
    assert [row.count([Capacity.FULL_TIME]) for row in rows] == [1, 1, 1]
    assert sum(row.count(LEGAL) for row in rows) == 6
    assert Unit.objects.filter(geom__isnull=False).count() == 85
    assert Coverage.objects.filter(part=Part.LEAD).count() == 3
    assert Person.objects.order_by("pk").values_list("name", flat=True)[0] == "王秀英"


@pytest.mark.parametrize("county", [53, 106])
def test_no_two_of_a_demo_cast_have_one_name(county: int) -> None:
    from fixtures.staff import person_name

    assert len({person_name(number) for number in range(700)}) == 700
