"""Households are near a venue when they can walk there, not when a bird could fly."""

from typing import Any

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import LineString, MultiLineString

from communities.basemap.models import Barrier, BarrierClass, Venue
from gis_core.crs import GEOGRAPHIC
from gis_core.shapes import shape_array
from grids.division.roads import road_network
from grids.division.sites import Sites, read_sites
from grids.division.walks import Walks
from grids.partitioning.walking import walking_distances
from tests.world import ORIGIN, World, lonlat, point


def distance(
    lines: dict[str, list[Any]], door: tuple[float, float], site: tuple[float, float], **how: Any
) -> float:
    """Metres from a door to a site; `lines` are coordinates by class."""
    pairs = [(name, shapely.LineString(line)) for name, found in lines.items() for line in found]
    shapes = shape_array(line for _, line in pairs)
    network = road_network(shapes, shape_array(name for name, _ in pairs), how.get("limit", np.inf))
    assert network is not None
    return float(walking_distances(network, np.array([door]), np.array([site]))[0, 0])


def test_roads_that_cross_can_be_changed_from_one_to_the_other() -> None:
    """
    The two roads have no corner in common: they cross at (500, 0).
    """
    lines = {"local": [[(0, 0), (1000, 0)], [(500, -300), (500, 300)]]}
    assert distance(lines, (100, 10), (510, 200)) == pytest.approx(10 + 400 + 200 + 10)


def test_a_curved_road_is_walked_along_its_curve() -> None:
    lines = {"collector": [[(0, 0), (300, 400), (600, 0)]]}
    assert distance(lines, (0, -5), (600, -5)) == pytest.approx(5 + 500 + 500 + 5)


@pytest.mark.parametrize("kind", ["expressway", "railway", "river", "canal", "wall"])
def test_what_is_no_street_is_not_walked_along(kind: str) -> None:
    """The straight line along y = 0 would be the shorter way."""
    lines = {kind: [[(0, 0), (1000, 0)]], "local": [[(0, 50), (500, 300), (1000, 50)]]}
    found = distance(lines, (0, 40), (1000, 40))
    assert found == pytest.approx(10 + 2 * np.hypot(500, 250) + 10)


def test_a_river_is_crossed_on_the_bridge() -> None:
    """
    ---+-----------+--- y = 100
       |           |
    ~~~|~~~~~~~~~~~|~~~ y = 0      two bridges, at x = 0 and x = 1000
       |           |
    ---+-----------+--- y = -100
    """
    lines = {
        "river": [[(-500, 0), (1500, 0)]],
        "local": [
            [(0, 100), (1000, 100)], [(0, -100), (1000, -100)],
            [(0, 100), (0, -100)], [(1000, 100), (1000, -100)],
        ],
    }  # fmt: skip
    assert distance(lines, (200, 90), (200, -90)) == pytest.approx(10 + 200 + 200 + 200 + 10)


def test_nobody_wades_to_the_nearest_road() -> None:
    """The road beyond the river is 30 m away, the own one 80 m; they do not meet."""
    lines = {
        "river": [[(-500, 0), (500, 0)]],
        "local": [[(-500, 20), (500, 20)], [(-500, -90), (500, -90)]],
    }
    door, beyond, near = (0, -10), (100, 25), (100, -95)
    assert distance(lines, door, beyond) == np.inf
    assert distance(lines, door, near) == pytest.approx(80 + 100 + 5)
    assert distance({"local": lines["local"]}, door, beyond) == pytest.approx(30 + 100 + 5)


def test_where_every_way_to_a_road_is_barred_nobody_walks() -> None:
    island = [(-20, -20), (20, -20), (20, 20), (-20, 20), (-20, -20)]
    lines = {"river": [island], "local": [[(-500, 60), (500, 60)]]}
    assert distance(lines, (0, 0), (100, 70)) == np.inf


def test_a_road_along_the_bank_can_be_got_to() -> None:
    lines = {"river": [[(-500, 0), (500, 0)]], "local": [[(-500, 0), (500, 0)]]}
    assert distance(lines, (0, -10), (100, -10)) == pytest.approx(120)


def test_a_wall_bars_nobody_for_its_gates_are_not_known() -> None:
    lines = {"wall": [[(-500, 0), (500, 0)]], "local": [[(-500, 20), (500, 20)]]}
    assert distance(lines, (0, -10), (100, 25)) == pytest.approx(30 + 100 + 5)


def test_a_county_without_streets_has_no_network() -> None:
    river = shape_array([shapely.LineString([(0, 0), (1, 1)])])
    assert road_network(river, shape_array(["river"]), np.inf) is None


def test_places_are_walked_from_once_and_metres_are_rounded_up() -> None:
    lines = shape_array([shapely.LineString([(0, 0), (1000, 0)])])
    network = road_network(lines, shape_array(["local"]), 500.0)
    assert network is not None
    walks = Walks(network, np.array([[0.0, 0.0]]))
    places = np.array([[100.001, 0.0], [499.999, 0.0], [501.0, 0.0]])
    first = walks.distances(places)
    assert first[:, 0].tolist() == [100.01, 500.0, np.inf]
    object.__setattr__(network, "length", network.length * np.nan)
    more = np.concatenate([places[::-1], places])
    assert walks.distances(more)[:, 0].tolist() == [np.inf, 500.0, 100.01, 100.01, 500.0, np.inf]


@pytest.mark.django_db
def test_the_way_to_a_venue_follows_the_countys_roads(world: World) -> None:
    Venue.objects.create(county=world.county, name="长富路党群服务中心", geom=point(900, 400))
    place = np.array([[ORIGIN[0] + 100, ORIGIN[1] + 400]])
    assert read_sites(world.county).distances(place)[0, 0] == pytest.approx(800, abs=0.1)
    road = [(100, 390), (100, 200), (900, 200), (900, 390)]
    Barrier.objects.create(
        county=world.county,
        barrier_class=BarrierClass.LOCAL,
        geom=MultiLineString(LineString([lonlat(*corner) for corner in road]), srid=GEOGRAPHIC),
    )
    world.county.revision.number += 1
    world.county.revision.save()
    sites = read_sites(world.county)
    assert sites.straight(place)[0, 0] == pytest.approx(800, abs=0.1)
    assert sites.walks is not None
    assert sites.walks.limit == 1000
    assert sites.distances(place)[0, 0] == np.inf
    nearer = np.array([[ORIGIN[0] + 500, ORIGIN[1] + 190]])
    assert sites.distances(nearer)[0, 0] == pytest.approx(10 + 400 + 190 + 10, abs=0.1)


def test_the_unit_nearest_to_a_venue_is_found_again_when_some_units_moved() -> None:
    """On a coarse lattice, so that many are equally near."""
    rng = np.random.default_rng(2)
    for _ in range(200):
        xy = rng.integers(0, 5, (12, 2)).astype(float)
        sites = Sites(("a", "b"), ("甲", "乙"), rng.integers(0, 5, (2, 2)).astype(float))
        known = sites.unit_of_each(xy[:9])
        moved = np.append(np.sort(rng.choice(9, 2, replace=False)), [9, 10, 11]).astype(np.int32)
        xy[moved] = rng.integers(0, 5, (5, 2))
        found = sites.unit_of_each_after(known, xy, moved)
        assert found.tolist() == sites.unit_of_each(xy).tolist()
