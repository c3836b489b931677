"""A made town of two communities and three grids for the packet's drawings, in metres.

600 +-----------+-----------+        a road 中山路 along x = 400, an alley at y = 300 in the west;
    |  甲二     |           |        甲一 and 甲二 are the grids of 甲社区, 乙一 the one of 乙社区.
300 +-----------+   乙一    |        In `after` the north of 甲 is 乙's.
    |  甲一     |           |
  0 +-----------+-----------+
    0          400         800
"""

import re
from typing import Any

import numpy as np
import shapely

from communities.basemap.around import Features
from gis_core.shapes import shape_array
from grids.packets.drawing.ground import Around, Caption, Maps, State, Units

SOUTH, NORTH, EAST = (
    shapely.box(0, 0, 400, 300),
    shapely.box(0, 300, 400, 600),
    shapely.box(400, 0, 800, 600),
)
CAPTION = Caption("城关街道 · 调整前", "第 1 版区划", "底图：示范数据", "示意图")
NOTHING = Features([], [], shape_array([]))


def units(names: list[str], shapes: list[Any]) -> Units:
    # noded where three meet, as unions of cells are
    return Units([((name,),) for name in names], shapely.segmentize(shape_array(shapes), 300.0))


def state(parent: list[int], communities: list[Any]) -> State:
    return State(
        units(["甲社区", "乙社区"], communities),
        units(["第一网格", "第二网格", "乙一网格"], [SOUTH, NORTH, EAST]),
        np.array(parent, np.int32),
    )


def maps(**values: Any) -> Maps:
    north_moves = {
        "before": state([0, 0, 1], [shapely.union(SOUTH, NORTH), EAST]),
        "after": state([0, 1, 1], [SOUTH, shapely.union(NORTH, EAST)]),
        "moved": shape_array([NORTH]),
        "around": around(),
        "by_grid": False,
    }
    return Maps(**{**north_moves, **values})


def around(**values: Any) -> Around:
    roads = shape_array([shapely.LineString([(400, -200), (400, 800)]),
                         shapely.LineString([(0, 300), (400, 300)])])  # fmt: skip
    standing = {
        "neighbours": units(["丙社区"], [shapely.box(800, 0, 1200, 600)]),
        "barriers": Features(["arterial", "local"], ["中山路", ""], roads),
        "ground": NOTHING,
        "buildings": shape_array([shapely.box(x, 50, x + 40, 65) for x in range(50, 350, 60)]),
        "venues": Features(["1"], ["服务中心"], shape_array([shapely.Point(600, 150)])),
    }
    return Around(**{**standing, **values})


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)
