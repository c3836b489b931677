"""Communities out of street blocks.

+----+----+----+      three blocks between arterials, 1 km each; the middle one is cut by a
| A  | B1 | C  |      local street into B1 and B2
|    |----|    |
|    | B2 |    |
+----+----+----+
"""

from pathlib import Path

import numpy as np
import pytest
import shapely

from communities.basemap.outlines import outline_county
from communities.territory.models import Boundary
from gis_core.accounts.models import Level
from gis_core.files.faults import FileRefused
from layers.importing.block_communities import outline_communities
from layers.importing.places import create_county
from layers.importing.street_blocks import Barriers, communities, count_households, gather
from tests.files.making import write_layer
from tests.importing.files import commit, house, houses, line

OUTLINE = shapely.box(0, 0, 3000, 1000)
LINES = np.array(
    [
        shapely.LineString([(1000, -50), (1000, 1050)]),
        shapely.LineString([(2000, -50), (2000, 1050)]),
        shapely.LineString([(1000, 500), (2000, 500)]),
    ],
    dtype=object,
)
BARRIERS = Barriers(LINES, np.array(["arterial", "arterial", "local"], dtype=object))
POINTS = shapely.points([(500, 500), (1500, 750), (1500, 250), (2500, 500)])


def _made(*households: int) -> list[float]:
    parts = communities(OUTLINE, BARRIERS, POINTS, np.array(households), (1000, 3000))
    assert shapely.coverage_is_valid(parts)
    assert shapely.area(parts).sum() == pytest.approx(OUTLINE.area)
    return sorted(float(shapely.area(part)) / 1e6 for part in parts)


def test_blocks_between_arterials_are_communities() -> None:
    assert _made(1500, 800, 900, 1500) == pytest.approx([1, 1, 1])


def test_a_block_with_too_many_households_is_cut_by_its_small_streets() -> None:
    assert _made(1500, 2000, 2000, 1500) == pytest.approx([0.5, 0.5, 1, 1])


def test_a_small_block_joins_a_neighbour_within_the_maximum() -> None:
    assert _made(400, 800, 900, 2900) == pytest.approx([1, 2])


def test_a_small_block_stays_when_no_neighbour_has_room() -> None:
    shapes = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], dtype=object)
    assert len(gather(shapes, np.array([500, 2900]), (1000, 3000))) == 2


@pytest.mark.django_db
def test_an_outlined_county_is_cut_into_provisional_communities(tmp_path: Path) -> None:
    county = create_county("629951", "北河县")
    with pytest.raises(FileRefused, match="outline_county"):
        outline_communities(code="629951")
    commit("buildings", houses(tmp_path / "a.gpkg", 12), county="629951")
    road = write_layer(tmp_path / "r.gpkg", [line((0, 0), (900, 400))], {"highway": ["primary"]})
    commit("barriers", road, county="629951")
    outline_county(county=county)
    households = outline_communities(code="629951")
    assert sum(households) > 0
    drawn = Boundary.objects.filter(county=county)
    whole = drawn.get(level=Level.COUNTY).geom
    pieces = drawn.filter(level=Level.COMMUNITY)
    assert sum(piece.geom.area for piece in pieces) == pytest.approx(whole.area)
    assert pieces.count() == len(households)
    assert "推定" in pieces[0].place.name


def test_land_without_streets_is_halved_until_it_is_not_too_large() -> None:
    rng = np.random.default_rng(3)
    points = shapely.points(rng.uniform(0, 1, (400, 2)) * [3000, 1000])
    none = Barriers(np.array([], dtype=object), np.array([], dtype=object))
    parts = communities(OUTLINE, none, points, np.full(400, 25), (1000, 3000))
    assert shapely.coverage_is_valid(parts)
    assert shapely.area(parts).sum() == pytest.approx(OUTLINE.area)
    counts = count_households(parts, points, np.full(400, 25))
    assert counts.sum() == 400 * 25
    assert (counts >= 1000).all()
    assert (counts <= 3000).all()


@pytest.mark.django_db
def test_official_communities_are_never_replaced(tmp_path: Path) -> None:
    create_county("629951", "北河县")
    sheet = house(0, 0, 900, 900)
    for layer, code in (("county", "629951"), ("subdistricts", "629951001")):
        path = write_layer(tmp_path / "a.gpkg", [sheet], {"代码": [code], "名称": ["甲"]})
        commit(layer, path, county="629951")
    path = write_layer(tmp_path / "a.gpkg", [sheet], {"代码": ["629951001001"], "名称": ["甲"]})
    commit("communities", path, county="629951")
    with pytest.raises(FileRefused, match="正式代码"):
        outline_communities(code="629951")
