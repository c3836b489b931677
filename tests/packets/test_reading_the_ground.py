"""What maps and bounds are read from: the case of tests/packets/town.py and the roads around it."""

from dataclasses import replace
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import LineString, MultiLineString

from communities.basemap.models import Barrier
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC
from grids.packets.bounds.reading import read_bounds
from grids.packets.drawing.ground import Caption, Maps, Side
from grids.packets.drawing.reading import read_maps
from grids.packets.drawing.sheet import draw_map
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import edition_of, version_of
from grids.proposals.models import Proposal
from tests.drafts.town import G1, G2, block
from tests.packets.pictures import texts
from tests.world import lonlat

CELL_M2 = 10_000
CAPTION = Caption("城关街道", "第 1 版区划", "清河县民政局", "示意图")


def road(case: Proposal, kind: str, name: str, *points: tuple[float, float]) -> None:
    line = LineString([lonlat(*point) for point in points])
    Barrier.objects.create(
        county=case.county,
        barrier_class=kind,
        name=name,
        geom=MultiLineString(line, srid=GEOGRAPHIC),
    )


@pytest.fixture
def roads(case: Proposal) -> None:
    road(case, "arterial", "中山路", (1000, -200), (1000, 1200))
    road(case, "river", "清水河", (-200, 0), (2200, 0))


@pytest.fixture
def maps(case: Proposal, roads: None) -> Maps:
    return read_maps(case, edition_of(case), version_of(case, None))


def plan_of(case: Proposal) -> Plan:
    return version_of(case, None).plan


def named(units: Any) -> list[str]:
    return ["".join(wordings[0]) for wordings in units.wordings]


def test_both_states_are_read_in_metres_over_the_same_ground(maps: Maps) -> None:
    for state in (maps.before, maps.after):
        assert named(state.communities) == ["长富路社区", "新城社区"]
        assert named(state.grids) == ["第一网格", "第二网格", "新城第一网格"]
        assert state.parent.tolist() == [0, 0, 1]
        assert shapely.area(state.grids.shapes).sum() == pytest.approx(200 * CELL_M2, rel=1e-3)
    grown = maps.after.communities.shapes[0].area - maps.before.communities.shapes[0].area
    assert grown == pytest.approx(10 * CELL_M2, rel=1e-3)
    assert shapely.area(maps.moved).sum() == pytest.approx(grown)
    assert maps.before.grids.wordings[0] == (("第一网格",), ("001",))


def test_the_base_map_around_is_read(maps: Maps) -> None:
    assert sorted(maps.around.barriers.names) == ["中山路", "清水河"]
    assert sorted(maps.around.venues.names) == ["新城活动室", "长富路党群服务中心"]
    assert len(maps.around.buildings) == 3
    assert not maps.by_grid
    assert named(maps.around.neighbours) == []


def test_a_place_elsewhere_in_the_county_is_a_neighbour(case: Proposal, maps: Maps) -> None:
    with_one = plan_of(case)
    gone = {number: unit for number, unit in with_one.units.items() if unit.name != "新城社区"}
    with_one.units = gone
    side = version_of(case, None)._replace(plan=with_one)
    assert named(read_maps(case, side, side).around.neighbours) == ["新城社区"]


def test_ground_that_was_in_no_grid_does_not_change_hands(case: Proposal) -> None:
    before, after = edition_of(case), version_of(case, None)
    before.plan.units[G2] = replace(before.plan.units[G2], place=None, name="长富路社区（未划分）")
    after.plan.grids.apply(dict.fromkeys(block(5, 0, 7, 5), G1))
    found = read_maps(case, before, after)
    assert shapely.area(found.moved).sum() == pytest.approx(10 * CELL_M2, rel=1e-3)


def test_the_map_of_a_case_says_what_was_read(maps: Maps) -> None:
    said = texts(draw_map(maps, Side.AFTER, CAPTION))
    assert {"长富路社区", "新城社区", "第二网格", "清水河", "调整了归属的地方"} <= {*said}


def test_the_bounds_of_a_case_name_roads_river_and_neighbours(case: Proposal, roads: None) -> None:
    plan = plan_of(case)
    bounds = read_bounds(case, plan)
    assert bounds.keys() == {
        unit.number for level in Level for unit in plan.live(level) if level != Level.COUNTY
    }
    by_name = {plan.units[number].name: one.text for number, one in bounds.items()}
    assert by_name["新城社区"] == (
        "东至县界；南至清水河（其外未划社区）；"
        "西至中山路（与长富路社区为界，约 58% 无道路、河流等可指）；北至县界。"
    )
    assert "东与新城社区为界" not in by_name["第二网格"]
    assert "东至中山路（与新城社区、第一网格为界）" in by_name["第二网格"]
