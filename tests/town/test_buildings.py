"""Buildings stand where buildings can stand."""

import numpy as np
import pytest
import shapely

from fixtures.town import Town

USES = {"residential", "mixed", "commercial", "office", "public", "industrial", "other"}


def test_footprints_are_valid_polygons(town: Town) -> None:
    shapes = town.buildings.geometry
    assert shapely.is_valid(shapes).all()
    assert set(shapely.get_type_id(shapes)) == {3}
    assert shapely.area(shapes).min() > 9


def test_no_two_buildings_overlap(town: Town) -> None:
    shapes = town.buildings.geometry
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    apart = first < second
    shared = shapely.intersection(shapes[first[apart]], shapes[second[apart]])
    assert shapely.area(shared).sum() < 1e-3


def test_no_building_stands_in_a_road_or_on_the_railway(town: Town) -> None:
    lines = town.barriers
    bands = shapely.buffer(lines.geometry, np.maximum(lines.width / 2 - 0.5, 0.1), cap_style="flat")
    hit = shapely.STRtree(town.buildings.geometry).query(bands, predicate="intersects")
    assert set(lines.name[hit[0]]) == set()


def test_no_building_stands_in_water(town: Town) -> None:
    water = town.ground.geometry[town.ground.kind == "water"]
    hit = shapely.STRtree(town.buildings.geometry).query(water, predicate="intersects")
    assert hit.size == 0


def test_every_building_lies_inside_its_grid_and_compound(town: Town) -> None:
    b = town.buildings
    assert shapely.contains_properly(town.grids.geometry[b.grid], b.geometry).all()
    housed = b.compound >= 0
    homes = town.compounds.geometry[b.compound[housed]]
    assert shapely.contains_properly(homes, b.geometry[housed]).all()


def test_households_fit_into_dwellings(town: Town) -> None:
    b = town.buildings
    assert (b.households_resident <= b.dwellings).all()
    assert (b.dwellings[~np.isin(b.use, ["residential", "mixed"])] == 0).all()
    assert (b.population[b.households_resident == 0] == 0).all()


def test_households_have_two_to_three_people(town: Town) -> None:
    b = town.buildings
    assert 2.4 < b.population.sum() / b.households_resident.sum() < 2.9


def test_old_courtyards_keep_more_registrations_than_residents_and_towers_fewer(demo: Town) -> None:
    b = demo.buildings
    old, new = (b.dwellings > 0) & (b.floors == 1), b.floors > 10
    assert b.households_registered[old].sum() > b.households_resident[old].sum()
    assert b.households_registered[new].sum() < b.households_resident[new].sum()


def test_places_sum_up_their_buildings(town: Town) -> None:
    b = town.buildings
    for places, row in ((town.communities, b.community), (town.grids, b.grid)):
        assert np.bincount(row, b.households_resident).tolist() == places.households.tolist()
        assert np.bincount(row, b.population).tolist() == places.population.tolist()


def test_uses_are_those_of_the_base_map_and_addresses_are_filled(town: Town) -> None:
    assert set(town.buildings.use) <= USES
    assert all(town.buildings.address)
    assert all(town.buildings.name)


@pytest.mark.parametrize("floors", [range(1, 3), range(4, 8), range(11, 34)])
def test_there_are_courtyards_walk_ups_and_towers(demo: Town, floors: range) -> None:
    homes = demo.buildings.use == "residential"
    assert (homes & np.isin(demo.buildings.floors, list(floors))).sum() > 50
