import json

import numpy as np
import pytest
import shapely

from gis_core.geometry import (
    POLYGONAL,
    Fault,
    GeometryRefused,
    GeometryRule,
    inspect,
    parse_geojson,
)

COUNTY = GeometryRule(POLYGONAL, extent=(107.0, 35.0, 108.0, 36.0))
SQUARE = [[107.1, 35.1], [107.2, 35.1], [107.2, 35.2], [107.1, 35.1]]


def fault_of(wkt: str, rule: GeometryRule = COUNTY) -> Fault | None:
    found: Fault | None = inspect(np.array([shapely.from_wkt(wkt)], dtype=object), rule)[0]
    return found


@pytest.mark.parametrize(
    ("wkt", "fault"),
    [
        ("POLYGON((107.1 35.1,107.2 35.1,107.2 35.2,107.1 35.1))", None),
        ("POLYGON EMPTY", Fault.EMPTY),
        ("POINT(107.1 35.1)", Fault.TYPE),
        ("GEOMETRYCOLLECTION(POINT(107.1 35.1))", Fault.TYPE),
        ("POLYGON((107.1 35.1,107.2 35.2,107.2 35.1,107.1 35.2,107.1 35.1))", Fault.INVALID),
        ("POLYGON((35.1 107.1,35.1 107.2,35.2 107.2,35.1 107.1))", Fault.SWAPPED),
        ("POLYGON((467422 3953425,467500 3953425,467500 3953500,467422 3953425))", Fault.OUTSIDE),
        ("POLYGON((170 35.1,-170 35.1,-170 35.2,170 35.1))", Fault.OUTSIDE),
        ("POLYGON((107.1 35.1,107.2 35.1,107.1 35.1,107.1 35.1))", Fault.INVALID),
        (
            "MULTIPOLYGON(((107.1 35.1,107.3 35.1,107.3 35.3,107.1 35.1)),"
            "((107.2 35.1,107.4 35.1,107.4 35.3,107.2 35.1)))",
            Fault.INVALID,
        ),
        (
            "POLYGON((107.1 35.1,107.2 35.1,107.2 35.2,107.1 35.1),"
            "(107.5 35.5,107.6 35.5,107.6 35.6,107.5 35.5))",
            Fault.INVALID,
        ),
    ],
)
def test_each_bad_geometry_is_named(wkt: str, fault: Fault | None) -> None:
    assert fault_of(wkt) is fault


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e308])
def test_coordinates_that_are_no_places_are_refused(value: float) -> None:
    ring = shapely.polygons(np.array([[107.1, 35.1], [value, 35.1], [107.2, 35.2], [107.1, 35.1]]))
    assert inspect(np.array([ring], dtype=object), COUNTY)[0] in (Fault.NOT_FINITE, Fault.OUTSIDE)


def test_a_missing_geometry_is_empty_and_its_neighbours_are_still_judged() -> None:
    good = shapely.from_wkt("POLYGON((107.1 35.1,107.2 35.1,107.2 35.2,107.1 35.1))")
    assert list(inspect(np.array([None, good], dtype=object), COUNTY)) == [Fault.EMPTY, None]


def test_a_monster_is_refused_before_it_is_measured() -> None:
    angles = np.linspace(0, 2 * np.pi, 60_000)
    monster = shapely.polygons(
        np.column_stack([107.5 + np.cos(angles) / 4, 35.5 + np.sin(angles) / 4])
    )
    assert inspect(np.array([monster], dtype=object), COUNTY)[0] is Fault.TOO_MANY_VERTICES


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ("", Fault.DOCUMENT),
        ("[1, 2]", Fault.DOCUMENT),
        ('{"type": "FeatureCollection", "features": []}', Fault.TYPE),
        ('{"type": "Polygon", "coordinates": [[[107.1, NaN]]]}', Fault.NOT_FINITE),
        ('{"type": "Polygon", "coordinates": [[[107.1, 1e400]]]}', Fault.NOT_FINITE),
        ('{"type": "Polygon", "coordinates": [["a"]]}', Fault.DOCUMENT),
        ('{"type": "Polygon", "coordinates": []}', Fault.EMPTY),
        ("[" * 100_000, Fault.DOCUMENT),
        ('{"type": "Polygon", "coordinates": ' + "[" * 900 + "]" * 900 + "}", Fault.DOCUMENT),
        (" " * 6_000_000, Fault.TOO_MANY_VERTICES),
    ],
)
def test_hostile_documents_are_refused_with_their_fault(document: str, fault: Fault) -> None:
    with pytest.raises(GeometryRefused) as refusal:
        parse_geojson(document, COUNTY)
    assert refusal.value.fault is fault


def test_the_crossing_of_a_bow_tie_is_named() -> None:
    bowtie = [[107.1, 35.1], [107.2, 35.2], [107.2, 35.1], [107.1, 35.2], [107.1, 35.1]]
    with pytest.raises(GeometryRefused, match=r"107\.15 35\.15"):
        parse_geojson(json.dumps({"type": "Polygon", "coordinates": [bowtie]}), COUNTY)


def test_a_feature_is_taken_for_its_geometry_and_heights_are_dropped() -> None:
    ring = [[*corner, 1200.0] for corner in SQUARE]
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    assert not parse_geojson(json.dumps(feature), COUNTY).has_z
