"""Whatever is drawn over whatever stands there, the cells stay exact and no building is cut."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from communities.basemap.cells import CellRules, build_cells
from communities.basemap.cells.segments import decode_vertices
from gis_core.crs import GEOGRAPHIC, reproject
from grids.proposals.drafting.lines import (
    Fabric,
    LineRefused,
    ask_cut,
    ask_drag,
    make_fabric,
)
from tests.cells.worlds import World
from tests.proposals.lines.ground import (
    assert_buildings_whole,
    assert_exact,
    everything,
    fabric_of,
    lonlat,
    named,
    reshape,
    sort,
)

SMALL_GROUND = CellRules(open_area=2_000.0, least_open_area=200.0)
"""Much open ground, so that much is cut."""


def messy(seed: int) -> tuple[World, Fabric]:
    world = World(seed)
    source = world.draw()
    cells = build_cells(source, SMALL_GROUND)
    return world, fabric_of(cells, source)


def after_cuts(fabric: Fabric, after: np.ndarray) -> Fabric:
    """The same ground with its pieces, ready for the next line."""
    more = len(after) - len(fabric.rows)
    return make_fabric(
        fabric.srid,
        np.arange(len(after)),
        after,
        np.append(fabric.built, np.zeros(more, dtype=bool)),
        footprints=fabric.footprints,
    )


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_lines_drawn_one_after_another_keep_any_ground_exact(seed: int) -> None:
    world, fabric = messy(seed)
    for _ in range(4):
        points = [world.point(-0.1, 1.1) for _ in range(int(world.chance.integers(2, 7)))]
        try:
            ask = ask_cut(fabric, everything(fabric), lonlat(*points))
        except LineRefused:
            continue
        sorting = sort(fabric, ask)
        changes, after = reshape(fabric, sorting)
        assert_exact(fabric, after)
        assert_buildings_whole(fabric, sorting)
        for piece in changes.pieces:
            parts = shapely.area(reproject(after[[piece.row, piece.of]], GEOGRAPHIC, fabric.srid))
            assert (parts > 49).all()
        fabric = after_cuts(fabric, after)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_borders_dragged_anywhere_keep_any_ground_exact(seed: int) -> None:
    world, fabric = messy(seed)
    east = world.chance.random(len(fabric.rows)) < 0.5
    pair = np.flatnonzero(~east), np.flatnonzero(east)
    shared = fabric.shared
    between = np.flatnonzero((shared.second >= 0) & (east[shared.first] != east[shared.second]))
    if not len(between):
        return
    edge = shared.edges.pick(between[[int(world.chance.integers(len(between)))]])
    corner = np.array([558_000.0, 3_953_000.0])
    ends = [tuple(decode_vertices(code)[0] - corner) for code in (edge.low, edge.high)]
    middle = [world.point(-0.1, 1.1) for _ in range(int(world.chance.integers(1, 4)))]
    try:
        ask = ask_drag(fabric, *pair, lonlat(*ends), lonlat(ends[0], *middle, ends[1]))
    except LineRefused:
        return
    sorting = sort(fabric, ask)
    changes, after = reshape(fabric, sorting)
    assert_exact(fabric, after)
    assert_buildings_whole(fabric, sorting)
    assert named([one.row for one in changes.pieces]) == set(range(len(fabric.rows), len(after)))
