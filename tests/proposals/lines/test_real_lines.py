"""Lines across the cells of a real island: thousands of footprints, footways for streets."""

import numpy as np
import pytest
import shapely

from communities.basemap.cells import build_cells
from gis_core.crs import GEOGRAPHIC, transformer
from grids.proposals.drafting.lines import Fabric, ask_cut, ask_drag
from grids.proposals.drafting.lines.fabric import edge_lines
from tests.cells.real import ARCHIVE, load_district
from tests.proposals.lines.ground import (
    assert_buildings_whole,
    assert_exact,
    everything,
    fabric_of,
    reshape,
    sort,
)
from tests.real_data import real_file

pytestmark = pytest.mark.real_data

GULANGYU_ZONE = 4548


@pytest.fixture(scope="module")
def island() -> Fabric:
    source = load_district(real_file(*ARCHIVE), "Xiamen_Gulangyu", paths=True)
    return fabric_of(build_cells(source), source, GULANGYU_ZONE)


def degrees(places: np.ndarray) -> list[tuple[float, float]]:
    lonlat = transformer(GULANGYU_ZONE, GEOGRAPHIC).transform(*places.T)
    return [(float(x), float(y)) for x, y in zip(*lonlat, strict=True)]


def test_lines_across_the_island_keep_it_exact(island: Fabric) -> None:
    west, south, east, north = shapely.total_bounds(island.polygons)
    cut = 0
    for share in (0.3, 0.5, 0.7):
        x = west + share * (east - west)
        line = np.array([(x, south - 9), (x + 60, (south + north) / 2), (x - 40, north + 9)])
        ask = ask_cut(island, everything(island), degrees(line))
        sorting = sort(island, ask)
        _, after = reshape(island, sorting)
        assert_exact(island, after)
        assert_buildings_whole(island, sorting)
        assert sorting.inside.any()
        assert not sorting.inside.all()
        cut += len(sorting.pieces)
    assert cut > 0


def test_a_border_dragged_on_the_island_keeps_it_exact(island: Fabric) -> None:
    x = shapely.get_x(shapely.point_on_surface(island.polygons))
    west = x < np.median(x)
    pair = np.flatnonzero(west), np.flatnonzero(~west)
    shared = island.shared
    between = (shared.second >= 0) & (west[shared.first] != west[shared.second])
    edges = shared.edges.pick(np.flatnonzero(between))
    border = shapely.line_merge(shapely.multilinestrings(edge_lines(edges)))
    longest = max(shapely.get_parts(border), key=shapely.length)
    before = shapely.get_coordinates(longest)
    middle = before[len(before) // 2] + (120.0, 0.0)
    new = np.array([before[0], middle, before[-1]])

    sorting = sort(island, ask_drag(island, *pair, degrees(before), degrees(new)))

    assert sorting.inside.any()
    assert_exact(island, reshape(island, sorting)[1])
    assert_buildings_whole(island, sorting)
