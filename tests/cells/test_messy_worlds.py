"""Whatever is drawn, the cells stand every check, in metres and in degrees."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from communities.basemap.cells import CellRules, build_cells, check_cells
from tests.cells.worlds import World

TO_DEGREES = Transformer.from_crs(4545, 4490, always_xy=True)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_cells_of_any_world_are_exact(seed: int) -> None:
    source = World(seed).draw()
    cells = build_cells(source, CellRules())

    assert check_cells(cells, source) == []
    assert not any(one.code == "fallback_tessellation" for one in cells.findings)
    degrees = shapely.transform(
        cells.polygons, lambda xy: np.column_stack(TO_DEGREES.transform(xy[:, 0], xy[:, 1]))
    )
    assert shapely.is_valid(degrees).all()
    assert shapely.coverage_is_valid(degrees)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_every_building_has_one_cell_or_is_told_why_not(seed: int) -> None:
    source = World(seed).draw()
    cells = build_cells(source, CellRules())

    outside = {
        name for one in cells.findings if one.code == "outside_areas" for name in one.buildings
    }
    housed = cells.building_ids.tolist()
    assert len(housed) == len(set(housed))
    assert set(source.building_ids.tolist()) - set(housed) <= outside
