from pathlib import Path
from typing import Any

import pytest
import shapely

from gis_core.geometry import Fault
from tests.files.making import HOUSE, NEXT_HOUSE, read, write_geojson, write_layer

WEST, SOUTH = 107.64, 35.71
BOW_TIE = shapely.Polygon([(WEST, SOUTH), (107.65, 35.72), (107.65, SOUTH), (WEST, 35.72)])
HOLE_OUTSIDE = shapely.Polygon(
    HOUSE.exterior, [[(107.7, 35.7), (107.71, 35.7), (107.71, 35.71), (107.7, 35.7)]]
)
OVERLAPPING = shapely.MultiPolygon([HOUSE, shapely.box(107.6401, 35.71, 107.6403, 35.7101)])
FLAT = shapely.Polygon([(WEST, SOUTH), (107.65, 35.71), (107.66, 35.71)])


@pytest.mark.parametrize(
    ("shape", "fault"),
    [
        (BOW_TIE, Fault.INVALID),
        (HOLE_OUTSIDE, Fault.INVALID),
        (OVERLAPPING, Fault.INVALID),
        (FLAT, Fault.INVALID),
        (shapely.Point(WEST, SOUTH), Fault.TYPE),
        (shapely.LineString([(WEST, SOUTH), (107.65, 35.72)]), Fault.TYPE),
        (shapely.GeometryCollection([HOUSE]), Fault.TYPE),
        (shapely.Polygon(), Fault.EMPTY),
        (None, Fault.EMPTY),
        (shapely.Polygon([(1, 1), (float("nan"), 2), (3, 1), (1, 1)]), Fault.NOT_FINITE),
        (shapely.Polygon([(1e308, 1), (2, 2), (3, 1e308)]), Fault.OUTSIDE),
        (shapely.box(10, 50, 11, 51), Fault.OUTSIDE),
        (shapely.Point(WEST, SOUTH).buffer(0.01, quad_segs=15_000), Fault.TOO_MANY_VERTICES),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
def test_each_kind_of_bad_geometry_is_named(tmp_path: Path, shape: Any, fault: Fault) -> None:
    sound, bad = read(write_layer(tmp_path / "a.gpkg", [HOUSE, shape]))
    assert (sound["fault"], bad["fault"]) == (None, fault)
    assert sound["geom"]
    assert bad["geom"] is None


def test_the_place_where_a_ring_crosses_itself_is_given(tmp_path: Path) -> None:
    assert "107.645" in read(write_layer(tmp_path / "a.gpkg", [BOW_TIE]))[0]["detail"]


def test_rows_keep_their_numbers_when_some_are_filtered(tmp_path: Path) -> None:
    columns = {"district": ["东", "西", "东"]}
    path = write_layer(tmp_path / "a.gpkg", [HOUSE, NEXT_HOUSE, NEXT_HOUSE], columns)
    assert [row["row"] for row in read(path, where=("district", "东"))] == [1, 3]


@pytest.mark.parametrize(
    "shape", [HOUSE, shapely.MultiPolygon([HOUSE, NEXT_HOUSE]), shapely.force_3d(HOUSE, 400)]
)
def test_polygons_arrive_flat_and_as_many(tmp_path: Path, shape: Any) -> None:
    stored = shapely.from_wkb(read(write_layer(tmp_path / "a.gpkg", [shape]))[0]["geom"])
    assert stored.geom_type == "MultiPolygon"
    assert not stored.has_z
    assert stored.normalize().equals(shapely.force_2d(shape))


def test_an_area_in_square_metres_agrees_with_the_zone(tmp_path: Path) -> None:
    import numpy as np

    from gis_core.crs import reproject

    row = read(write_layer(tmp_path / "a.gpkg", [HOUSE]))[0]
    exact = reproject(np.array([HOUSE], dtype=object), 4490, 4545)[0].area
    assert row["area_m2"] == pytest.approx(exact, rel=5e-4)


def test_an_unclosed_ring_costs_its_row_and_no_other(tmp_path: Path) -> None:
    ring = [[WEST, SOUTH], [107.65, SOUTH], [107.65, 35.72]]
    path = write_geojson(
        tmp_path / "a.geojson",
        {"type": "Polygon", "coordinates": [ring]},
        shapely.geometry.mapping(HOUSE),
    )
    rows = read(path)
    assert rows[0]["fault"] is not None
    assert rows[1]["fault"] is None


def test_a_river_polygon_stands_in_as_its_outline(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [HOUSE])
    assert read(path, want="MultiLineString")[0]["fault"] == Fault.TYPE
    row = read(path, want="MultiLineString", outlines=True)[0]
    assert row["stood_in"]
    assert shapely.from_wkb(row["geom"]).geom_type == "MultiLineString"
    assert row["area_m2"] > 100


def test_a_building_stands_in_for_the_point_of_a_venue(tmp_path: Path) -> None:
    row = read(write_layer(tmp_path / "a.gpkg", [HOUSE]), want="Point")[0]
    assert HOUSE.contains(shapely.from_wkb(row["geom"]))
