"""Communities tile the subdistricts, grids tile the communities, along streets and walls."""

import numpy as np
import pytest
import shapely

from fixtures.town import Town, frames
from fixtures.town.model import Places


def tiles(parts: Places, wholes: Places) -> None:
    assert shapely.is_valid(parts.geometry).all()
    assert set(shapely.get_type_id(parts.geometry)) == {3}
    assert shapely.coverage_is_valid(parts.geometry)
    for row, whole in enumerate(wholes.geometry):
        union = shapely.coverage_union_all(parts.geometry[parts.parent == row])
        assert shapely.symmetric_difference(union, whole).area < 1e-3


def test_communities_tile_their_subdistricts(town: Town) -> None:
    tiles(town.communities, town.subdistricts)


def test_grids_tile_their_communities(town: Town) -> None:
    tiles(town.grids, town.communities)


def test_the_county_holds_the_subdistricts(town: Town) -> None:
    assert shapely.contains_properly(town.county.geometry[0], town.subdistricts.geometry).all()


@pytest.mark.parametrize("layer", ["communities", "grids"])
def test_tilings_stay_exact_in_degrees(town: Town, layer: str) -> None:
    shapes = frames(town)[layer].geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_most_borders_inside_the_town_follow_barriers(demo: Town) -> None:
    inner = shapely.boundary(demo.grids.geometry)
    border = shapely.union_all(inner).difference(demo.subdistricts.geometry[0].boundary.buffer(1))
    near = shapely.union_all(shapely.buffer(demo.barriers.geometry, 1))
    assert border.intersection(near).length > 0.85 * border.length


def test_no_compound_is_cut_by_a_grid(demo: Town) -> None:
    housed = demo.buildings.compound >= 0
    pairs = np.stack([demo.buildings.compound[housed], demo.buildings.grid[housed]], axis=1)
    assert len(np.unique(pairs, axis=0)) == len(demo.compounds.name)
