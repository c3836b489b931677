import numpy as np
import pyproj
import pytest

from gis_core.crs import (
    Offset,
    bd09_from_cgcs2000,
    gcj02_from_cgcs2000,
    remove_offset,
    transformer,
    working_srid,
)

QINGYANG = np.array([[107.64, 35.71]])


def metres_between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.asarray(pyproj.Geod(ellps="GRS80").inv(*a.T, *b.T)[2])


def test_the_published_test_vector_of_the_zone_is_met() -> None:
    assert transformer(4490, 4545).transform(107.64, 35.71) == pytest.approx(
        (467_422.582, 3_953_425.076), abs=5e-4
    )
    assert transformer(4490, 4524).transform(107.64, 35.71) == pytest.approx(
        (36_467_422.582, 3_953_425.076), abs=5e-4
    )


@pytest.mark.parametrize(
    ("longitude", "srid"), [(107.64, 4545), (75.2, 4534), (135.0, 4554), (106.51, 4545)]
)
def test_the_zone_is_the_nearest_central_meridian(longitude: float, srid: int) -> None:
    assert working_srid(longitude) == srid


def test_a_longitude_outside_the_zones_is_refused() -> None:
    with pytest.raises(ValueError, match="139"):
        working_srid(139.7)


def test_the_offsets_are_as_large_as_measured_elsewhere() -> None:
    places = np.array([[103.83, 36.06], [107.64, 35.71], [116.39, 39.9]])
    shifts = metres_between(places, gcj02_from_cgcs2000(places))
    assert shifts == pytest.approx([220, 431, 556], abs=6)
    assert (metres_between(places, bd09_from_cgcs2000(places)) > 1000).all()


@pytest.mark.parametrize(
    ("offset", "forward"),
    [(Offset.GCJ02, gcj02_from_cgcs2000), (Offset.BD09, bd09_from_cgcs2000)],
)
def test_removing_an_offset_gives_the_place_back_to_the_millimetre(offset, forward) -> None:  # type: ignore[no-untyped-def]  # two functions of one shape
    rng = np.random.default_rng(3)
    places = np.column_stack([rng.uniform(80, 130, 500), rng.uniform(20, 50, 500)])
    assert metres_between(remove_offset(forward(places), offset), places).max() < 1e-3


def test_no_offset_is_left_alone() -> None:
    assert remove_offset(QINGYANG, Offset.NONE) is QINGYANG
