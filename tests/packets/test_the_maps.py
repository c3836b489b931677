"""The drawings of a packet, before and after."""

import re
import struct
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from gis_core.shapes import shape_array
from grids.packets.drawing.ground import Caption, Side, State
from grids.packets.drawing.raster import DPI, to_png
from grids.packets.drawing.scaling import (
    MARGIN,
    MOST_HEIGHT,
    WIDTH,
    denominator_for,
    frame_for,
)
from grids.packets.drawing.sheet import draw_map
from tests.packets.pictures import CAPTION, NORTH, NOTHING, SOUTH, around, maps, texts, units

Extent = tuple[float, float, float, float]


@pytest.mark.parametrize(
    "extent", [(0, 0, 800, 600), (5e5, 4e6, 5e5 + 4700, 4e6 + 3000), (0, 0, 90, 2000)]
)
def test_the_ground_fits_at_a_round_scale_and_at_no_larger_one(extent: Extent) -> None:
    frame, denominator = frame_for(extent), denominator_for(extent)
    corners = frame.place(np.array([extent[:2], extent[2:]]))
    assert corners.min() >= MARGIN - 0.01
    assert (corners.max(axis=0) <= np.array([frame.width, frame.height]) - MARGIN + 0.01).all()
    assert frame.height <= MOST_HEIGHT
    filled = np.abs(np.diff(corners, axis=0))[0] / [WIDTH - 2 * MARGIN, MOST_HEIGHT - 2 * MARGIN]
    assert filled.max() > 0.74
    assert f"{denominator:g}".rstrip("0") in {"1", "125", "15", "2", "25", "3", "4", "5", "6", "8"}


def test_a_length_on_paper_is_the_ground_divided_by_the_scale() -> None:
    frame = frame_for((0, 0, 800, 600))
    (left, _), (right, _) = frame.place(np.array([[0.0, 0.0], [800.0, 0.0]])).tolist()
    millimetres = (right - left) / 5
    assert millimetres == pytest.approx(800_000 / denominator_for((0, 0, 800, 600)))


def test_a_map_says_what_it_is_how_large_whence_and_that_it_is_a_sketch() -> None:
    said = texts(draw_map(maps(), Side.BEFORE, CAPTION))
    assert {"城关街道 · 调整前", "第 1 版区划", "底图：示范数据", "示意图", "1:6,000", "北"} <= {
        *said
    }
    assert {
        "甲社区",
        "乙社区",
        "第一网格",
        "第二网格",
        "乙一网格",
        "丙社区",
        "服务中心",
        *"中山路",
    } <= {*said}


@pytest.mark.parametrize("length", [5, 25, 45, 70])
def test_a_long_title_stays_beside_the_mark_and_a_long_source_beside_the_scale(length: int) -> None:
    caption = Caption("长" * length, "第 1 版区划", "源" * length, "示意图，不作为划界依据")
    svg = draw_map(maps(), Side.BEFORE, caption)
    sizes = {
        words: float(size)
        for size, words in re.findall(r'<text[^>]*font-size="([\d.]+)"[^>]*>([^<]*)</text>', svg)
    }
    mark = 13.5 * len(caption.mark)
    assert 2 + sizes[caption.title] * length <= 780 - 2 - mark
    assert (sizes[caption.title] == 21) is (length <= 25)
    assert sizes[caption.source] * length <= 780 - 505


def test_the_legend_tells_only_of_what_is_there() -> None:
    said = texts(draw_map(maps(), Side.BEFORE, CAPTION))
    assert {"社区界线", "网格界线", "拟调整的地方", "房屋", "道路", "服务阵地"} <= {*said}
    assert not {"铁路", "河流水面", "围墙", "绿地"} & {*said}
    bare = maps(moved=shape_array([]), around=around(barriers=NOTHING, buildings=shape_array([])))
    assert not {"拟调整的地方", "房屋", "道路"} & {*texts(draw_map(bare, Side.AFTER, CAPTION))}


def test_what_moves_is_hatched_on_both_maps() -> None:
    for side in Side:
        assert draw_map(maps(), side, CAPTION).count('fill="url(#moved)"') == 2  # map and legend
    still = draw_map(maps(moved=shape_array([])), Side.AFTER, CAPTION)
    assert 'fill="url(#moved)"' not in still


def test_the_line_between_communities_moves_and_both_maps_have_one_frame() -> None:
    before, after = (draw_map(maps(), side, CAPTION) for side in Side)
    dashes = 'stroke-dasharray="130 40 25 40"'
    lines = [re.search(rf'd="(\S+(?: \S+)*)" [^>]*{dashes}', svg) for svg in (before, after)]
    assert lines[0]
    assert lines[1]
    assert lines[0][1] != lines[1][1]
    assert before.split("><")[0].split("aria")[0] == after.split("><")[0].split("aria")[0]


def test_each_border_is_drawn_once_so_that_its_dashes_stay_dashes() -> None:
    svg = draw_map(maps(), Side.BEFORE, CAPTION)
    found = re.search(r'd="([^"]+)" [^>]*stroke-dasharray="60 30"', svg)
    assert found
    [steps] = re.findall(r"M[\d -]+l([\d -]+)", found[1])
    length = sum(abs(int(one)) for one in re.findall(r"-?\d+", steps))
    assert length == pytest.approx(10 * 400 * frame_for((0, 0, 800, 600)).scale, rel=0.01)


def test_no_name_covers_another_or_leaves_the_map() -> None:
    svg = draw_map(maps(), Side.AFTER, CAPTION)
    plates = [
        shapely.box(float(x), float(y), float(x) + float(wide), float(y) + float(high))
        for x, y, wide, high, turn in re.findall(
            r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)" rx="2"'
            r' fill="#fff" fill-opacity="0.72"( transform[^>]*)?/>', svg)
        if not turn
    ]  # fmt: skip
    assert len(plates) >= 7
    frame = frame_for((0, 0, 800, 600))
    assert shapely.box(0, 0, frame.width, frame.height).covers(shapely.union_all(plates))
    tree = shapely.STRtree(plates)
    first, second = tree.query(plates, predicate="intersects")
    assert (first == second).all()


def test_a_grid_too_small_for_its_name_is_counted() -> None:
    west, sliver = shapely.box(400, 0, 796, 600), shapely.box(796, 0, 800, 600)
    grids = units(["第一网格", "第二网格", "乙一网格", "乙二网格"], [SOUTH, NORTH, west, sliver])
    state = State(maps().before.communities, grids, np.array([0, 0, 1, 1], np.int32))
    assert "1 个网格太小，未注名称" in texts(draw_map(maps(before=state), Side.BEFORE, CAPTION))


def test_it_is_wellformed_loads_nothing_and_is_the_same_each_time() -> None:
    caption = Caption('<b>"&</b>', "第 1 版", "来源", "审图号：示S(2026)001号")
    svg = draw_map(maps(), Side.AFTER, caption)
    root = ElementTree.fromstring(svg)  # noqa: S314  # our own
    assert root.get("aria-label") == '<b>"&</b>'
    assert "审图号：示S(2026)001号" in texts(svg)
    assert not re.search(r"href|url\((?!#)|@import|<script|<image", svg)
    assert draw_map(maps(), Side.AFTER, caption) == svg


def test_the_picture_has_more_than_two_hundred_dots_to_the_inch_and_chinese_words() -> None:
    svg = draw_map(maps(), Side.AFTER, CAPTION)
    png = to_png(svg)
    width, height = struct.unpack(">II", png[16:24])
    assert width == pytest.approx(156 / 25.4 * DPI, abs=1)
    assert DPI >= 200
    assert height > 0
    wordless = to_png(re.sub(r"<text[^>]*>[^<]*</text>", "", svg))
    assert png != wordless
    assert to_png(svg) == png
    other = to_png(svg.replace(">甲社区<", ">戊社区<"))
    assert other != png  # a font draws it, not the box that stands for any character


def test_the_more_ground_the_smaller_the_scale() -> None:
    found = [denominator_for((0, 0, side, side)) for side in (100, 1_000, 5_000, 20_000)]
    assert all(one < other for one, other in pairwise(found))
