"""Room for names: in areas, along lines, beside signs."""

import re
from itertools import combinations

import pytest
import shapely

from gis_core.drawing.labels import Label, Labels, longest_by_name, width_of
from gis_core.drawing.lettering import haloed, plated

SHEET = (400, 300)
SQUARE = shapely.box(100, 100, 200, 200)


def labels() -> Labels:
    return Labels(*SHEET)


def test_a_name_lies_in_the_middle_of_its_area_in_the_largest_size_that_fits() -> None:
    label = labels().area([("钟楼社区",)], SQUARE, (40, 20, 10))
    assert label
    assert (label.x, label.y, label.size) == (150, 150, 20)
    assert SQUARE.contains(label.box())


def test_the_fullest_wording_that_has_room_is_taken() -> None:
    narrow = shapely.box(100, 100, 150, 200)
    wordings = [("育才社区第一网格",), ("育才社区", "第一网格"), ("001",)]
    label = labels().area(wordings, narrow, (12,))
    assert label
    assert label.lines == ("育才社区", "第一网格")
    assert labels().area(wordings, shapely.box(100, 100, 104, 200), (12,)) is None


def test_in_a_bent_area_it_lies_where_there_is_room() -> None:
    ring = SQUARE.buffer(60).difference(SQUARE.buffer(-5).buffer(20))
    label = labels().area([("一网",)], ring, (12,))
    assert label
    assert ring.contains(label.box())


def test_what_must_be_named_reaches_over_its_border_but_over_no_other_name() -> None:
    room = labels()
    little = shapely.box(145, 145, 155, 155)
    room.keep_free(shapely.box(0, 149, 400, 149.5))
    assert room.area([("钟楼社区",)], little, (8,)) is None
    assert room.area([("钟楼社区",)], little, (8,), must=True) is None
    free = labels().area([("钟楼社区",)], little, (8,), must=True)
    assert free
    assert not little.contains(free.box())


def test_names_give_way_to_those_before_them_and_stay_on_the_sheet() -> None:
    room = labels()
    found = [room.area([("网格",)], shapely.box(0, 0, 400, 300), (30,)) for _ in range(40)]
    placed = [label.box() for label in found if label]
    assert 8 < len(placed) < 40
    assert not any(one.intersects(other) for one, other in combinations(placed, 2))
    assert shapely.box(0, 0, *SHEET).covers(shapely.union_all(placed))


@pytest.mark.parametrize(("end", "angle"), [((390, 10), 0.0), ((390, 200), 26.6), ((390, 5), -0.8)])
def test_a_road_s_name_is_turned_as_the_road_is_and_never_upside_down(
    end: tuple[float, float], angle: float
) -> None:
    for points in ([(10, 10), end], [end, (10, 10)]):
        label = Labels(400, 400).along("滨河北路", shapely.LineString(points), 10)
        assert label
        assert label.angle == pytest.approx(angle, abs=0.1)


def test_down_a_steep_road_the_letters_stand_upright() -> None:
    label = labels().along("滨河北路", shapely.LineString([(200, 10), (210, 290)]), 10)
    assert label
    assert (label.lines, label.angle) == (("滨", "河", "北", "路"), 0.0)
    latin = labels().along("Riverside", shapely.LineString([(200, 10), (210, 290)]), 10)
    assert latin
    assert latin.lines == ("Riverside",)
    assert latin.angle == pytest.approx(88.0, abs=0.1)


def test_a_name_keeps_to_where_the_line_is_straight_and_long_enough() -> None:
    bent = shapely.LineString([(10, 10), (30, 10), (30, 30), (10, 30), (10, 50), (300, 50)])
    label = labels().along("滨河北路", bent, 12)
    assert label
    assert label.y == 50
    assert labels().along("滨河北路", shapely.LineString([(10, 10), (50, 10)]), 12) is None
    zigzag = shapely.LineString([(x, 100 + 12 * (x // 10 % 2)) for x in range(10, 380, 10)])
    assert labels().along("滨河北路", zigzag, 12) is None


def test_a_sign_s_name_goes_to_the_other_side_where_one_is_taken() -> None:
    room = labels()
    first, second = (room.beside("服务中心", 200, 150, 10, 6) for _ in range(2))
    assert first
    assert second
    assert first.x > 200 > second.x
    at_the_edge = labels().beside("服务中心", 390, 150, 10, 6)
    assert at_the_edge
    assert at_the_edge.x < 390


def test_a_turned_label_covers_turned_ground() -> None:
    box = Label(("滨河北路",), 100, 100, 10, angle=90).box()
    west, north, east, south = box.bounds
    assert (east - west, south - north) == pytest.approx((11.5, 40))


def test_a_name_is_written_once_along_its_longest_piece() -> None:
    short, long = shapely.LineString([(0, 0), (1, 0)]), shapely.LineString([(0, 0), (9, 0)])
    lines = [("中山路", shapely.MultiLineString([short, long])), ("", long), ("中山路", short)]
    assert longest_by_name(lines) == {"中山路": long}


def test_latin_letters_are_narrower() -> None:
    assert width_of("中", 10) == 10
    assert width_of("A1", 10) == pytest.approx(12)


def test_written_names_are_escaped_and_every_line_has_its_own_foot() -> None:
    label = Label(("<甲&>", "乙"), 50, 50, 10)
    for svg in (haloed(label), plated(label)):
        assert re.findall(r">([^<>]+)</text>", svg) == ["&lt;甲&amp;&gt;", "乙"]
        first, second = (float(y) for y in re.findall(r'<text x="50.0" y="([\d.]+)"', svg))
        assert second - first == pytest.approx(11.5)
        assert (first + second) / 2 == pytest.approx(53.6, abs=0.1)
