"""Maps as one file each: what is in them, and that nothing in them is asked of anyone."""

import json
import re

import numpy as np
import pytest
import shapely
from django.test import Client

from communities.basemap.around import Features
from gis_core.accounts.roles import Role
from gis_core.shapes import shape_array
from layers.exporting.shareable.contents import (
    Layer,
    ShareableMap,
    bounded_areas,
    bounded_lines,
)
from layers.exporting.shareable.writing import write_map
from tests.packets.town import drawn_case, furnish
from tests.review.cast import Cast
from tests.staffing.cast import cover, hire
from tests.world import World

HOSTILE = "</script><script>alert(1)</script>`${alert(2)}{{ 7*7 }}{% raw %}\\"
NOTHING = Features([], [], shape_array([]))
GRID = r"L\.polygon\("


def file_of(world: World, address: str) -> str:
    client = Client()
    client.force_login(world.reviewer)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    return answer.content.decode()


def square(names: list[str], title: str) -> ShareableMap:
    shapes = shape_array(shapely.box(107 + n, 34, 108 + n, 35) for n in range(len(names)))
    return ShareableMap(title, title, title, title, [Layer(title, names, shapes, shapes)], NOTHING)


@pytest.mark.django_db
def test_a_community_is_one_file_with_its_grids_its_edition_and_nothing_from_elsewhere(
    world: World,
) -> None:
    page = file_of(world, f"/list/629931/unit/{world.changfu.pk}/map.html")
    assert len(re.findall(GRID, page)) == 2
    for said in ("示意图", "第 1 版区划", "制图", "清河县底图", "attributionControl"):
        assert said in page
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=", page) == []
    assert re.findall(r"url\(\s*['\"]?(?!#)[^)]+\)", page.split("<body")[0]) == []
    assert "cdnjs" not in page


@pytest.mark.django_db
def test_only_a_community_is_such_a_file(world: World) -> None:
    client = Client()
    client.force_login(world.reviewer)
    assert client.get(f"/list/629931/unit/{world.grids[0].pk}/map.html").status_code == 404


@pytest.mark.django_db
def test_a_covering_unit_is_a_file_of_the_grids_it_covers(world: World) -> None:
    cast = hire(world)
    cover(cast.police, world.grids[0])
    page = file_of(world, f"/staffing/629931/units/{cast.police.pk}/map.html")
    assert len(re.findall(GRID, page)) == 1
    assert cast.police.name in page


@pytest.fixture
def cast(world: World) -> Cast:
    return furnish(world)


@pytest.mark.django_db
def test_a_proposal_is_a_file_of_both_states_and_shows_the_proposed_one(cast: Cast) -> None:
    case = drawn_case(cast)
    client = Client()
    client.force_login(cast[Role.REVIEWER])
    page = client.get(f"/cases/{case.pk}/map.html").content.decode()
    assert "城关街道社区规模调整方案" in page
    assert len(re.findall(GRID, page)) == 3 + 4  # 第一网格 comes in two pieces
    now, proposed = (page.index(json.dumps(name) + " :") for name in ("现状网格", "方案网格"))
    assert now < proposed
    assert page.count(".remove();") == 1


def test_hostile_names_are_only_text_wherever_they_stand() -> None:
    page = write_map(square([HOSTILE], HOSTILE)).decode()
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "`${" not in page.split("<body")[1]
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", page)[0]
    assert page.count("</script>") == write_map(square(["甲"], "乙")).decode().count("</script>")


def test_a_map_without_ground_still_says_what_it_is() -> None:
    page = write_map(square([], "没有网格的单位")).decode()
    assert "<h1>没有网格的单位</h1>" in page
    assert re.findall(GRID, page) == []


def test_ground_of_any_detail_makes_a_file_of_bounded_size() -> None:
    turns = np.linspace(0, 2 * np.pi, 90_000, endpoint=False)
    ragged = 0.01 + 0.00002 * np.sin(turns * 9000)
    island = shapely.polygons(
        np.column_stack([107 + ragged * np.cos(turns), 34 + ragged * np.sin(turns)])
    )
    kept = bounded_areas(shape_array([island]), most=5_000)
    assert 3 < shapely.get_num_coordinates(kept).sum() <= 5_000
    assert kept[0].area == pytest.approx(island.area, rel=0.02)


def test_what_tells_most_is_drawn_before_the_points_are_used_up() -> None:
    lines = [shapely.LineString([(0, n), (1, n)]) for n in range(3)]
    found = Features(["wall", "river", "arterial"], ["甲墙", "渭河", "中山路"], shape_array(lines))
    kept = bounded_lines(found, (0, -1, 0.5, 5), most=4)
    assert kept.names == ["渭河", "中山路"]
    assert shapely.total_bounds(kept.shapes)[2] == 0.5
