from typing import NamedTuple

import pytest

from communities.basemap.models import Venue
from communities.territory.rules import RuleKey
from grids.checklist import counting
from grids.checklist.counting import DISPLACED, register_counter
from tests.checklist.looking import BROKEN, NO_DATA, PASSED, line_of, only_fault
from tests.drafts.town import EAST, G1, G2, G3, WEST, begin
from tests.world import World, point

STAFF = ("workers", "officers", "covering_units", "legal_officers", "displaced_staff")


def venue(town: World, x: float, y: float, area: int | None) -> Venue:
    return Venue.objects.create(
        county=town.county, name=f"{x:g} 服务中心", geom=point(x, y), area_m2=area
    )


@pytest.mark.parametrize("key", ["near_a_venue", "space_per_households", "space_in_all", *STAFF])
def test_what_nobody_has_data_of_is_never_passed(town: World, key: str) -> None:
    line = line_of(begin(town), key)
    assert (line.outcome, line.blocks) == (NO_DATA, False)
    assert line.source


def test_units_far_from_their_venue_are_warned_of(town: World) -> None:
    venue(town, 980, 480, 400)
    faults = line_of(begin(town), "near_a_venue").faults
    assert {fault.unit for fault in faults} == {WEST, EAST, G1, G3}
    for x in (250, 750, 1250, 1750):
        for y in (250, 750):
            venue(town, x, y, 400)
    assert line_of(begin(town), "near_a_venue").outcome == PASSED


def test_too_little_room_for_the_households_is_warned_of(town: World) -> None:
    venue(town, 420, 480, 299)
    venue(town, 1520, 480, 300)
    faults = line_of(begin(town), "space_per_households").faults
    assert {fault.unit: (fault.value, fault.limit) for fault in faults} == {WEST: (299, 300)}
    faults = line_of(begin(town), "space_in_all").faults
    assert {fault.unit: (fault.value, fault.limit) for fault in faults} == {WEST: (299, 300)}
    venue(town, 520, 480, 1)
    assert line_of(begin(town), "space_per_households").outcome == PASSED
    assert line_of(begin(town), "space_in_all").outcome == PASSED


def test_a_venue_of_unknown_size_is_no_pass(town: World) -> None:
    venue(town, 1520, 480, 300)
    venue(town, 420, 480, None)
    line = line_of(begin(town), "space_in_all")
    [fault] = line.faults
    assert (line.outcome, fault.unit, fault.unknown, fault.value) == (NO_DATA, WEST, True, None)


def test_a_community_without_a_venue_has_no_room(town: World) -> None:
    venue(town, 1520, 480, 300)
    assert only_fault(begin(town), "space_in_all").value == 0


class Counted(NamedTuple):
    """A rule of staff, what is counted, the unit that has too few, and how many it needs."""

    key: str
    rule: RuleKey
    counts: dict[int, int]
    short: int
    need: float


COUNTED = [
    Counted("workers", RuleKey.WORKERS_PER_10000, {WEST: 6, EAST: 5}, EAST, 5.4),
    Counted("officers", RuleKey.OFFICERS_PER_GRID, {G1: 1, G3: 2}, G2, 1),
    Counted("covering_units", RuleKey.COVERING_UNITS_PER_GRID, {G1: 3, G2: 1}, G3, 1),
    Counted("legal_officers", RuleKey.LEGAL_STAFF_PER_GRID, {G1: 2, G2: 1, G3: 2}, G2, 2),
]


COUNTS: dict[int, int] = {}


def told(*_asked: object) -> dict[int, int]:
    """The counter these tests register."""
    return COUNTS


def count(monkeypatch: pytest.MonkeyPatch, counts: dict[int, int]) -> dict[int, int]:
    """Nobody counts yet; what is to be told from now on, to be changed."""
    monkeypatch.setattr(counting, "_paths", {})
    COUNTS.clear()
    COUNTS.update(counts)
    return COUNTS


@pytest.mark.parametrize("counted", COUNTED, ids=[one.key for one in COUNTED])
def test_once_somebody_counts_the_rule_is_judged(
    town: World, monkeypatch: pytest.MonkeyPatch, counted: Counted
) -> None:
    counts = count(monkeypatch, counted.counts)
    register_counter(counted.rule, f"{__name__}.told")
    fault = only_fault(begin(town), counted.key)
    found = counts.get(counted.short, 0)
    assert (fault.unit, fault.value, fault.limit) == (counted.short, found, counted.need)
    counts[counted.short] = 6
    assert line_of(begin(town), counted.key).outcome == PASSED


def test_staff_without_a_new_place_block(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = count(monkeypatch, {G1: 2, G2: 0})
    register_counter(DISPLACED, f"{__name__}.told")
    line = line_of(begin(town), "displaced_staff")
    assert (line.outcome, line.blocks) == (BROKEN, True)
    assert [(fault.unit, fault.value) for fault in line.faults] == [(G1, 2)]
    counts[G1] = 0
    assert line_of(begin(town), "displaced_staff").outcome == PASSED
    with pytest.raises(ValueError, match="two counters"):
        register_counter(DISPLACED, f"{__name__}.count")
