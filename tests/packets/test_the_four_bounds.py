"""The bounds of made shapes, in metres."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import shapely

from gis_core.shapes import shape_array
from grids.packets.bounds.corners import sides_of
from grids.packets.bounds.following import bounds_of
from grids.packets.bounds.model import REACH_M, FourBounds, Guides, Neighbours, Side

SQUARE = shapely.box(0, 0, 400, 400)
AROUND = Neighbours(
    ["东边社区", "南边社区", "西边社区", "北边社区"],
    shape_array(
        [
            shapely.box(400, 0, 800, 400),
            shapely.box(0, -400, 400, 0),
            shapely.box(-400, 0, 0, 400),
            shapely.box(0, 400, 400, 800),
        ]
    ),
)
NOBODY = Neighbours([], shape_array([]))


def guides(*found: tuple[str, str, Sequence[tuple[float, float]]]) -> Guides:
    lines = [shapely.LineString(points) for *_, points in found]
    return Guides([kind for kind, *_ in found], [name for _, name, _ in found], shape_array(lines))


def told(bounds: FourBounds, side: Side) -> str:
    """What the sentence says of one side."""
    parts = bounds.text.removesuffix("。").split("；")
    [said] = [part for part in parts if part.startswith(side.value)]
    return said


FOUR_ROADS = guides(
    ("arterial", "中山路", [(400, -100), (400, 500)]),
    ("river", "清水河", [(-100, 0), (500, 0)]),
    ("local", "", [(0, -100), (0, 500)]),
    ("railway", "县支线铁路", [(-100, 400), (500, 400)]),
)


def test_a_square_between_roads_and_neighbours() -> None:
    assert bounds_of(SQUARE, FOUR_ROADS, AROUND).text == (
        "东至中山路（与东边社区为界）；南至清水河（与南边社区为界）；"
        "西至无名支路（与西边社区为界）；北至县支线铁路（与北边社区为界）。"
    )


def test_where_there_is_nothing_it_says_so() -> None:
    bare = bounds_of(SQUARE, guides(), AROUND)
    assert told(bare, Side.EAST) == "东与东边社区为界（无道路、河流等可指）"
    nobody = bounds_of(SQUARE, guides(), NOBODY)
    assert told(nobody, Side.WEST) == "西至本次范围边线（无道路、河流等可指，其外未划社区）"
    alone = bounds_of(SQUARE, FOUR_ROADS, NOBODY)
    assert told(alone, Side.EAST) == "东至中山路（其外未划社区）"


def test_a_road_along_part_of_a_side_is_told_with_what_is_bare() -> None:
    part = guides(("collector", "育才路", [(400, 400), (400, 160)]))
    bounds = bounds_of(SQUARE, part, AROUND)
    assert told(bounds, Side.EAST) == "东至育才路（与东边社区为界，约 40% 无道路、河流等可指）"
    [east] = [one for one in bounds.sides if one.side == Side.EAST]
    assert [(one.along, round(one.metres)) for one in east.stretches] == [
        ("育才路", 240),
        ("", 160),
    ]
    assert sum(one.share for one in east.stretches) == pytest.approx(1.0)


def test_what_follows_one_another_is_told_from_north_to_south_and_west_to_east() -> None:
    several = guides(
        ("local", "南段", [(400, 0), (400, 150)]),
        ("local", "北段", [(400, 150), (400, 400)]),
        ("local", "东段", [(250, 0), (400, 0)]),
        ("local", "西段", [(0, 0), (250, 0)]),
    )
    bounds = bounds_of(SQUARE, several, AROUND)
    assert told(bounds, Side.EAST).startswith("东至北段、南段（")
    assert told(bounds, Side.SOUTH).startswith("南至西段、东段（")


def test_a_road_that_only_crosses_bounds_nothing() -> None:
    crossing = guides(("arterial", "横路", [(-100, 200), (500, 200)]))
    bounds = bounds_of(SQUARE, crossing, AROUND)
    assert "横路" not in bounds.text


def test_a_road_too_far_away_bounds_nothing() -> None:
    for away, found in ((REACH_M["local"] - 1, True), (REACH_M["local"] + 1, False)):
        beside = guides(("local", "支路甲", [(400 + away, 0), (400 + away, 400)]))
        assert ("支路甲" in bounds_of(SQUARE, beside, AROUND).text) is found


def test_a_street_is_named_before_the_wall_beside_it_and_a_name_before_none() -> None:
    beside = guides(
        ("wall", "围墙", [(400, 0), (400, 400)]),
        ("local", "", [(402, 0), (402, 400)]),
        ("collector", "育才路", [(404, 0), (404, 400)]),
    )
    assert told(bounds_of(SQUARE, beside, AROUND), Side.EAST).startswith("东至育才路（")


def test_a_compound_and_a_building_are_named_where_no_road_is() -> None:
    inside = guides(
        ("compound", "阳光花园", [(397, 0), (397, 400)]),
        ("building", "3号楼", [(10, 391), (390, 391)]),
    )
    bounds = bounds_of(SQUARE, inside, AROUND)
    assert told(bounds, Side.EAST) == "东至阳光花园围墙（与东边社区为界）"
    assert told(bounds, Side.NORTH) == "北至3号楼外侧（与北边社区为界）"


def test_two_neighbours_on_one_side_are_both_named() -> None:
    two = Neighbours(
        ["甲网格", "乙网格"],
        shape_array([shapely.box(400, 200, 600, 400), shapely.box(400, 0, 600, 200)]),
    )
    assert (
        told(bounds_of(SQUARE, FOUR_ROADS, two), Side.EAST) == "东至中山路（与甲网格、乙网格为界）"
    )


def test_pieces_apart_and_holes_are_told() -> None:
    holed = shapely.difference(SQUARE, shapely.box(100, 100, 200, 200))
    apart = shapely.union_all([holed, shapely.box(900, 900, 950, 950)])
    text = bounds_of(apart, FOUR_ROADS, AROUND).text
    assert text.startswith("共 2 片，以面积最大的一片为准：东至中山路")
    assert text.endswith("（界内有 1 处不属本单元）。")


SHAPES = {
    "square": SQUARE,
    "long": shapely.box(0, 0, 4000, 50),
    "diamond": shapely.Polygon([(0, -300), (300, 0), (0, 300), (-300, 0)]),
    "triangle": shapely.Polygon([(0, 0), (600, 0), (300, 500)]),
    "ell": shapely.Polygon([(0, 0), (400, 0), (400, 150), (150, 150), (150, 400), (0, 400)]),
    "bay": shapely.Polygon(
        [(0, 0), (400, 0), (400, 150), (200, 150), (200, 250), (400, 250), (400, 400), (0, 400)]
    ),
    "round": shapely.Point(0, 0).buffer(300),
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_sides_are_the_whole_ring_and_nothing_twice(name: str) -> None:
    shape = SHAPES[name]
    lines = [shapely.LineString(line) for line in sides_of(shape).values() if len(line) > 1]
    assert sum(line.length for line in lines) == pytest.approx(shape.exterior.length)
    ring = shapely.union_all(lines)
    assert ring.length == pytest.approx(shape.exterior.length)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("side", Side)
def test_every_side_lies_where_its_name_says(name: str, side: Side) -> None:
    shape, line = SHAPES[name], sides_of(SHAPES[name])[side]
    west, south, east, north = shape.bounds
    toward = {Side.EAST: (1, 0), Side.WEST: (-1, 0), Side.NORTH: (0, 1), Side.SOUTH: (0, -1)}[side]
    middle = np.array([(west + east) / 2, (south + north) / 2])
    reach = (line - middle) / [(east - west) / 2, (north - south) / 2] @ np.array(toward)
    assert reach.max() == pytest.approx(1.0)


def test_a_diamond_is_halved_and_a_bay_stays_with_its_side() -> None:
    lengths = {side: _length(line) for side, line in sides_of(SHAPES["diamond"]).items()}
    assert list(lengths.values()) == pytest.approx([2 * 150 * 2**0.5] * 4, abs=25)
    assert _length(sides_of(SHAPES["bay"])[Side.EAST]) == pytest.approx(400 + 2 * 200)


def test_a_triangle_has_no_north_and_the_text_says_it_is_a_corner() -> None:
    bounds = bounds_of(SHAPES["triangle"], guides(), AROUND)
    assert told(bounds, Side.NORTH) == "北至两侧界线交会处"


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_quarter_turn_of_the_ground_turns_the_words(turn: int) -> None:
    def turned(shape: Any) -> Any:
        return shapely.affinity.rotate(shape, 90 * turn, origin=(0, 0))

    def of(shapes: Any) -> Any:
        return shape_array(turned(shape) for shape in shapes)

    moved = Guides(FOUR_ROADS.kinds, FOUR_ROADS.names, of(FOUR_ROADS.shapes))
    around = Neighbours(AROUND.names, of(AROUND.shapes))
    order = [Side.EAST, Side.NORTH, Side.WEST, Side.SOUTH]
    before, after = bounds_of(SQUARE, FOUR_ROADS, AROUND), bounds_of(turned(SQUARE), moved, around)
    for at, side in enumerate(order):
        there = order[(at + turn) % 4]
        assert told(after, there)[1:] == told(before, side)[1:]


def _length(line: Any) -> float:
    return float(shapely.LineString(line).length)
