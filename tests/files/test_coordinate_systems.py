from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from gis_core.crs import gcj02_from_cgcs2000, transformer
from gis_core.files.faults import FileFault, FileRefused
from gis_core.geometry import Fault
from tests.files.making import HOUSE, header_of, read, write_geojson, write_layer, write_shapefile


def _plane(srid: int, shape: Any = HOUSE) -> Any:
    project = transformer(4490, srid).transform
    return shapely.transform(shape, lambda xy: np.column_stack(project(*xy.T)))


def _corner(rows: list[dict[str, Any]]) -> list[float]:
    shape = shapely.from_wkb(rows[0]["geom"])
    assert shapely.get_srid(shape) == 4490
    return [float(shape.bounds[0]), float(shape.bounds[1])]


@pytest.mark.parametrize("srid", [4490, 4326, 4545, 4524, 32648, 3857])
def test_a_house_arrives_where_it_stands(tmp_path: Path, srid: int) -> None:
    path = write_layer(tmp_path / "a.gpkg", [_plane(srid)], crs=f"EPSG:{srid}")
    assert _corner(read(path)) == pytest.approx([107.640, 35.710], abs=1e-8)


@pytest.mark.parametrize("srid", [4610, 4214, 2361, 2433])
def test_old_datums_are_refused_with_the_reason(tmp_path: Path, srid: int) -> None:
    path = write_layer(tmp_path / "a.gpkg", [HOUSE], crs=f"EPSG:{srid}")
    with pytest.raises(FileRefused, match="没有公开的转换参数") as refusal:
        read(path)
    assert refusal.value.fault == FileFault.CRS_REFUSED
    with pytest.raises(FileRefused):
        read(write_layer(tmp_path / "b.gpkg", [HOUSE]), crs=str(srid))


def test_a_foreign_system_is_refused(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [shapely.box(0, 0, 1, 1)], crs="EPSG:27700")
    with pytest.raises(FileRefused, match="不支持坐标系"):
        read(path)


@pytest.mark.parametrize(
    ("shape", "hint"),
    [
        (HOUSE, "gcj02"),
        (_plane(4545), "4545"),
        (_plane(4524), "4524"),
        (shapely.transform(HOUSE, lambda xy: xy[:, ::-1]), "--swap-axes"),
    ],
    ids=["degrees", "six digits", "eight digits", "latitude first"],
)
def test_a_missing_prj_asks_and_names_what_fits(tmp_path: Path, shape: Any, hint: str) -> None:
    path = write_shapefile(tmp_path, shapes=[shape], drop={".prj"})
    with pytest.raises(FileRefused, match=hint) as refusal:
        read(path)
    assert refusal.value.fault == FileFault.CRS_UNKNOWN


def test_the_answer_is_taken(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, shapes=[_plane(4524)], drop={".prj"})
    assert _corner(read(path, crs="EPSG:4524")) == pytest.approx([107.640, 35.710], abs=1e-8)
    assert "由 --crs 指定" in header_of(path, crs="4524").crs_how


def test_the_offset_of_a_map_service_is_taken_off(tmp_path: Path) -> None:
    shifted = shapely.transform(HOUSE, gcj02_from_cgcs2000)
    path = write_layer(tmp_path / "a.gpkg", [shifted], crs="EPSG:4326")
    assert _corner(read(path)) != pytest.approx([107.640, 35.710], abs=1e-4)
    assert _corner(read(path, crs="gcj02")) == pytest.approx([107.640, 35.710], abs=1e-8)


def test_swapped_axes_are_noticed_row_by_row_and_mended_when_asked(tmp_path: Path) -> None:
    swapped = shapely.transform(HOUSE, lambda xy: xy[:, ::-1])
    path = write_layer(tmp_path / "a.gpkg", [swapped])
    assert read(path)[0]["fault"] == Fault.SWAPPED
    assert _corner(read(path, swap_axes=True)) == pytest.approx([107.640, 35.710], abs=1e-8)


def test_metres_labelled_as_degrees_are_outside(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [_plane(4545)], crs="EPSG:4326")
    assert read(path)[0]["fault"] == Fault.OUTSIDE


def test_a_geojson_is_in_degrees_unless_it_says_otherwise(tmp_path: Path) -> None:
    house = shapely.geometry.mapping(HOUSE)
    assert "4326" in header_of(write_geojson(tmp_path / "a.geojson", house)).crs


@pytest.mark.parametrize("text", ["WGS", "999999", "epsg:abc"])
def test_an_unknown_answer_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(write_layer(tmp_path / "a.gpkg", [HOUSE]), crs=text)
    assert refusal.value.fault == FileFault.CRS_UNKNOWN
