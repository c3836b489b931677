"""Files people really published, with the defects they have; skipped where they are absent."""

import os
from pathlib import Path

import pytest

from communities.basemap.models import Barrier, Building
from gis_core.files.faults import FileRefused
from layers.importing.layers import Options
from layers.importing.places import create_county
from tests.files.making import header_of, read
from tests.importing.files import commit

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("WANGGE_SHARED_DATA") or CHECKOUT.parent / "shared" / "data")
MESSY = DATA / "messy"
DISTRICTS = DATA / "cn_osm_districts" / "cn_osm_districts.gpkg.zip"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the folder of real data is absent: {DATA}"),
]


def test_a_gbk_shapefile_with_chinese_file_names() -> None:
    path = MESSY / "gbk_shanghai_districts.zip"
    header = header_of(path)
    assert (header.layer, header.encoding) == ("区县界_area", "GB18030")
    assert len(read(path)) == 17
    assert any("区" in name for name in header.sample)


@pytest.mark.parametrize(("name", "rows"), [("suzhou", 10), ("jiaxing", 7)])
def test_a_shapefile_in_gcj02_without_prj_and_cpg(name: str, rows: int) -> None:
    path = MESSY / f"gcj02_noprj_nocpg_{name}.zip"
    with pytest.raises(FileRefused, match="gcj02"):
        read(path)
    assert len(read(path, crs="gcj02")) == rows
    header = header_of(path, crs="gcj02")
    assert header.encoding == "UTF-8"
    assert any(text.endswith(("区", "市", "县")) for text in header.sample)


def test_buildings_without_their_table() -> None:
    path = MESSY / "nodbf_suzhou_pinjiang_buildings.zip"
    assert header_of(path).notes == ["缺少 .dbf：没有属性，只有图形。"]
    assert len(read(path)) == 6160


def test_a_grid_without_prj_asks_for_its_system() -> None:
    path = MESSY / "noprj_shenzhen_grid.zip"
    with pytest.raises(FileRefused, match="4490"):
        read(path)
    assert len(read(path, crs="4490")) == 9005


def test_a_foreign_shapefile_in_a_foreign_system_is_refused() -> None:
    with pytest.raises(FileRefused):
        read(MESSY / "nocpg_utf8_olemps_batiment.zip")


def test_an_osm_extract_is_refused_as_xml() -> None:
    with pytest.raises(FileRefused):
        read(MESSY / "osm_invalid_polygon_san_diego.zip")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("district", "code", "buildings"),
    [("Xiamen_Gulangyu", "350203", 1104), ("Suzhou_Pinjiang", "320508", 6160)],
)
def test_a_real_district_becomes_a_base_map(district: str, code: str, buildings: int) -> None:
    create_county(code, district)
    chosen = {"where": ("district", district), "county": code}
    report = commit("buildings", DISTRICTS, **chosen)
    assert (report.committed, report.refused) == (True, 0)
    assert Building.objects.count() == buildings
    assert (
        sum(one or 0 for one in Building.objects.values_list("households_resident", flat=True))
        > 1000
    )
    report = commit("barriers", DISTRICTS, options=Options(paths=True), **chosen)
    assert report.committed
    assert Barrier.objects.count() > 400
