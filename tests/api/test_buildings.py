import pytest

from gis_core.accounts.models import User
from tests.api.asking import COUNTY, get, read
from tests.api.furnished import Furnished
from tests.world import World, build, make_world

COUNTS = {
    "dwellings": 12, "households_registered": 12, "households_resident": 12, "population": 36,
}  # fmt: skip


def counts_of(user: User, pk: int) -> dict[str, int | None]:
    facts = read(user, f"{COUNTY}/buildings/{pk}")
    return {name: facts[name] for name in COUNTS}


def test_a_building_is_told_with_the_units_around_it(county: Furnished) -> None:
    world = county.world
    facts = read(world.member, f"{COUNTY}/buildings/{county.building.pk}")
    told = {name: facts[name] for name in ("name", "address", "use", "use_label", "floors")}
    assert told == {
        "name": "明德楼", "address": "长富路1号", "use": "residential", "use_label": "住宅",
        "floors": 6,
    }  # fmt: skip
    assert facts["compound"] == {"id": county.compound.pk, "name": "明德小区"}
    assert facts["community"] == {"id": str(world.changfu.pk), "name": "长富路社区"}
    assert facts["grid"] == {"id": str(world.grids[0].pk), "name": "第一网格"}
    assert (facts["count_source"], facts["count_source_label"]) == ("building", "逐栋调查")


def test_a_building_outside_every_unit_is_in_none(county: Furnished) -> None:
    outside = build(county.world, 2500, 100)
    facts = read(county.world.reviewer, f"{COUNTY}/buildings/{outside.pk}")
    assert (facts["community"], facts["grid"], facts["compound"]) == (None, None, None)


def test_counts_are_shown_within_the_scope_of_counts_alone(county: Furnished) -> None:
    world = county.world
    mine, next_door = county.building.pk, build(world, 600, 100).pk
    nothing = dict.fromkeys(COUNTS)
    assert counts_of(world.member, mine) == COUNTS
    assert counts_of(world.member, next_door) == nothing
    assert counts_of(world.planner, next_door) == COUNTS
    assert counts_of(world.reviewer, next_door) == COUNTS


@pytest.mark.parametrize("own", [True, False])
def test_another_countys_building_is_not_there(world: World, own: bool) -> None:
    other = make_world("629932")
    theirs = build(other, 100, 100)
    code = world.county.code if own else other.county.code
    answer = get(world.reviewer, f"/api/counties/{code}/buildings/{theirs.pk}")
    assert answer.status_code == 404
