from pathlib import Path
from typing import Any

import pytest

from communities.basemap.models import Barrier, Ground
from layers.importing.layers import Options
from tests.files.making import write_layer
from tests.importing.files import commit, house, line
from tests.world import World

ROAD = line((0, 0), (300, 0))


def _class_of(folder: Path, *options: Options, **columns: Any) -> list[str]:
    path = write_layer(folder / "a.gpkg", [ROAD], {key: [value] for key, value in columns.items()})
    report = commit("barriers", path, options=next(iter(options), Options()))
    assert report.committed
    return list(Barrier.objects.values_list("barrier_class", flat=True))


@pytest.mark.parametrize(
    ("column", "word", "expected"),
    [
        ("highway", "motorway_link", "expressway"),
        ("highway", "primary", "arterial"),
        ("highway", "secondary", "collector"),
        ("highway", "['living_street', 'footway']", "local"),
        ("railway", "rail", "railway"),
        ("waterway", "river", "river"),
        ("waterway", "canal", "canal"),
        ("barrier", "wall", "wall"),
        ("类别", "次干路", "collector"),
        ("道路等级", "主干道", "arterial"),
        ("barrier_class", "local", "local"),
    ],
)
def test_a_line_gets_its_class(
    world: World, tmp_path: Path, column: str, word: str, expected: str
) -> None:
    assert _class_of(tmp_path, **{column: word}) == [expected]


@pytest.mark.parametrize("word", ["footway", "steps", "service", "['steps', 'footway']"])
def test_a_path_is_no_barrier_unless_paths_are_the_streets(
    world: World, tmp_path: Path, word: str
) -> None:
    assert _class_of(tmp_path, highway=word) == []
    assert _class_of(tmp_path, Options(paths=True), highway=word) == ["local"]


def test_a_tunnel_is_no_barrier_on_the_ground(world: World, tmp_path: Path) -> None:
    assert _class_of(tmp_path, railway="rail", tunnel="yes") == []
    assert _class_of(tmp_path, railway="rail", tunnel="no") == ["railway"]


def test_both_directions_of_a_street_are_one_barrier(world: World, tmp_path: Path) -> None:
    lines = [ROAD, ROAD.reverse(), line((0, 50), (300, 50))]
    path = write_layer(tmp_path / "a.gpkg", lines, {"highway": ["tertiary"] * 3})
    report = commit("barriers", path)
    assert Barrier.objects.count() == 2
    assert sum(report.left_out.values()) == 1


def test_water_becomes_an_outline_to_follow_and_ground_to_draw(
    world: World, tmp_path: Path
) -> None:
    shapes = [house(0, 0, 300, 100), house(400, 0, 20, 20)]
    path = write_layer(tmp_path / "a.gpkg", shapes, {"natural": ["water"] * 2})
    report = commit("barriers", path)
    assert list(Barrier.objects.values_list("barrier_class", flat=True)) == ["river"]
    assert list(report.left_out) == ["小于 2000 平方米的水面"]
    commit("ground", path)
    assert list(Ground.objects.values_list("kind", flat=True)) == ["water", "water"]


def test_the_outline_of_a_square_is_no_road(world: World, tmp_path: Path) -> None:
    shape = house(0, 0, 300, 100)
    path = write_layer(tmp_path / "a.gpkg", [shape], {"highway": ["pedestrian"]})
    commit("barriers", path)
    assert not Barrier.objects.exists()


def test_ground_comes_again_without_doubling(world: World, tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [house(0, 0)], {"landuse": ["farmland"]})
    commit("ground", path)
    commit("ground", path)
    assert list(Ground.objects.values_list("kind", flat=True)) == ["farmland"]
