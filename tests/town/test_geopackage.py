"""The file a user would have."""

import sqlite3
from pathlib import Path

import pyogrio
import pytest

from fixtures.town import Town, write_geopackage

LAYERS = {
    "county",
    "subdistricts",
    "communities",
    "compounds",
    "buildings",
    "barriers",
    "ground",
    "venues",
    "grids",
}


@pytest.fixture(scope="module")
def path(demo: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("town") / "demo.gpkg"
    write_geopackage(demo, path)
    return path


def test_it_holds_every_layer_in_degrees(path: Path) -> None:
    assert {name for name, _ in pyogrio.list_layers(path)} == LAYERS
    for layer in LAYERS:
        info = pyogrio.read_info(path, layer=layer)
        assert info["crs"] == "EPSG:4490"
        assert info["features"] > 0
    assert 107 < pyogrio.read_info(path, layer="county")["total_bounds"][0] < 108


def test_rows_refer_to_each_other_by_code(path: Path, demo: Town) -> None:
    buildings = pyogrio.read_dataframe(path, layer="buildings", read_geometry=False)
    assert set(buildings.grid_code) <= set(demo.grids.code)
    assert set(buildings.community_code) == set(demo.communities.code)
    assert set(buildings.compound.dropna()) == set(demo.compounds.name)


def test_columns_have_chinese_titles(path: Path) -> None:
    with sqlite3.connect(path) as base:
        rows = base.execute(
            "SELECT column_name, title FROM gpkg_data_columns WHERE table_name = 'buildings'"
        ).fetchall()
    base.close()
    assert dict(rows)["floors"] == "层数"
    assert dict(rows)["households_resident"] == "常住户数"


def test_writing_again_replaces_the_file(path: Path, demo: Town) -> None:
    write_geopackage(demo, path)
    assert pyogrio.read_info(path, layer="grids")["features"] == 53
