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

from communities.territory.models import Boundary, Community, County
from gis_core.accounts.models import Level
from gis_core.files.faults import FileRefused
from layers.importing.outline import outline_county
from layers.importing.outlining import Barriers, communities, gather, hull
from tests.files.making import write_layer
from tests.importing.files import commit, houses, line

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


def test_the_hull_holds_everything() -> None:
    assert hull(np.array([*LINES, *POINTS], dtype=object)).contains(shapely.MultiPoint(POINTS))


@pytest.mark.django_db
def test_a_county_without_files_of_boundaries_gets_provisional_ones(tmp_path: Path) -> None:
    assert outline_county(code="629951", name="北河县").created
    with pytest.raises(FileRefused, match="先导入"):
        outline_county(code="629951", name="")
    commit("buildings", houses(tmp_path / "a.gpkg", 12), county="629951")
    road = write_layer(tmp_path / "r.gpkg", [line((0, 0), (900, 400))], {"highway": ["primary"]})
    commit("barriers", road, county="629951")
    made = outline_county(code="629951", name="")
    county = County.objects.get(code="629951")
    outline = Boundary.objects.get(place=county).geom
    assert made.households
    assert sum(made.households) > 0
    assert Community.objects.filter(county=county, code_status="provisional").exists()
    pieces = Boundary.objects.filter(county=county, level=Level.COMMUNITY)
    assert sum(piece.geom.area for piece in pieces) == pytest.approx(outline.area)
    assert outline.contains(pieces[0].geom.point_on_surface)
    with pytest.raises(FileRefused, match="已有社区边界"):
        outline_county(code="629951", name="")


def test_an_unnamed_new_county_is_refused(db: None) -> None:
    with pytest.raises(FileRefused, match="--name"):
        outline_county(code="629951", name="")
