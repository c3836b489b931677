"""How long the maps and bounds of a packet take: `python -m tests.bench.packets --buildings 50000`.

A made town of about so many buildings, drawn before and after as SVG, one as a picture, and the
bounds of all its units; no database. CPU seconds of this process.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely

from communities.basemap.around import Features
from fixtures.town import Town, make_town
from gis_core.shapes import shape_array
from grids.packets.bounds.following import bounds_of
from grids.packets.bounds.model import Guides, Neighbours
from grids.packets.drawing.ground import Around, Caption, Maps, Side, State, Units
from grids.packets.drawing.raster import to_png
from grids.packets.drawing.scaling import denominator_for
from grids.packets.drawing.sheet import draw_map

CAPTION = Caption("测试镇 · 调整前", "第 1 版区划", "示范数据", "示意图")


def maps_of(town: Town) -> Maps:
    """The town on both sides; every tenth grid as if it moved."""
    state = State(_units(town.communities), _units(town.grids), town.grids.parent.astype(np.int32))
    return Maps(state, state, town.grids.geometry[::10], _around(town), by_grid=False)


def _units(places: Any) -> Units:
    names = zip(places.name.tolist(), places.code.tolist(), strict=True)
    return Units([((name,), (code[-3:],)) for name, code in names], places.geometry)


def _around(town: Town) -> Around:
    barriers, ground, venues = town.barriers, town.ground, town.venues
    return Around(
        neighbours=Units([], shape_array([])),
        barriers=Features(
            barriers.barrier_class.tolist(), barriers.name.tolist(), barriers.geometry
        ),
        ground=Features(ground.kind.tolist(), ground.name.tolist(), ground.geometry),
        buildings=town.buildings.geometry,
        venues=Features(["1"] * len(venues.name), venues.name.tolist(), venues.geometry),
    )


def describe_all(town: Town) -> list[str]:
    """The bounds of every grid and community."""
    barriers = town.barriers
    guides = Guides(barriers.barrier_class.tolist(), barriers.name.tolist(), barriers.geometry)
    found = []
    for places in (town.communities, town.grids):
        for row, shape in enumerate(places.geometry):
            near = np.flatnonzero(shapely.dwithin(places.geometry, shape, 100.0))
            rest = near[near != row]
            around = Neighbours(places.name[rest].tolist(), places.geometry[rest])
            found.append(bounds_of(shape, guides, around).text)
    return found


def timed(what: str, make: Callable[[], Any]) -> Any:
    begun = time.process_time()
    made = make()
    size = f", {len(made):,} letters or bytes" if isinstance(made, str | bytes) else ""
    print(f"{what}: {time.process_time() - begun:.2f} s{size}")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--buildings", type=int, default=10_000)
    town = make_town(parser.parse_args().buildings)
    maps = maps_of(town)
    west, south, east, north = shapely.total_bounds(town.communities.geometry).tolist()
    scale = denominator_for((west, south, east, north))
    print(f"{len(town.buildings.use):,} buildings, {len(town.grids.name)} grids, 1:{scale:,}")
    svg = timed("draw before", lambda: draw_map(maps, Side.BEFORE, CAPTION))
    timed("draw after", lambda: draw_map(maps, Side.AFTER, CAPTION))
    timed("picture", lambda: to_png(svg))
    timed("bounds", lambda: describe_all(town))


if __name__ == "__main__":
    main()
