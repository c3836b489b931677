from pathlib import Path

import pytest
import shapely

from communities.basemap.models import Building, CountSource, DataSource, MapRevision
from gis_core.files.faults import FileRefused
from tests.files.making import write_layer
from tests.importing.files import commit, house, houses, try_out
from tests.world import World

BOW_TIE = shapely.Polygon([(107.64, 35.71), (107.65, 35.72), (107.65, 35.71), (107.64, 35.72)])


def test_buildings_arrive_with_their_fields(world: World, tmp_path: Path) -> None:
    path = houses(
        tmp_path / "a.gpkg", 2, 名称=["一号楼", None], 用途=["商住", "xx"], 层数=["６层", "7"]
    )
    report = commit("buildings", path)
    first, second = Building.objects.order_by("source_ref")
    assert (first.name, first.use, first.floors) == ("一号楼", "mixed", 6)
    assert (second.name, second.use, second.floors) == ("", "unknown", 7)
    assert (first.county, first.geom.srid) == (world.county, 4490)
    assert report.notes["用途“xx”不认识，按未知处理"] == 1


def test_openstreetmap_columns_are_recognised(world: World, tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", 2, building=["yes;retail", "yes"], height=[None, 18.2])
    commit("buildings", path)
    first, second = Building.objects.order_by("source_ref")
    assert (first.use, first.floors) == ("commercial", None)
    assert (second.use, second.floors) == ("unknown", 6)


def test_a_dry_run_writes_nothing(world: World, tmp_path: Path) -> None:
    report = try_out("buildings", houses(tmp_path / "a.gpkg"))
    assert (report.rows, report.loaded, report.committed) == (3, 3, False)
    assert not Building.objects.exists()
    assert not DataSource.objects.exists()


def test_an_import_is_recorded_and_the_map_counts_up(world: World, tmp_path: Path) -> None:
    before = MapRevision.objects.get(county=world.county).number
    report = commit("buildings", houses(tmp_path / "a.gpkg"))
    source = DataSource.objects.get()
    assert (source.rows_read, source.rows_loaded, source.sha256) == (3, 3, report.sha256)
    assert set(Building.objects.values_list("source", flat=True)) == {source.pk}
    assert MapRevision.objects.get(county=world.county).number == before + 1


def test_one_bad_row_stops_all_unless_that_is_accepted(world: World, tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [house(0, 0), BOW_TIE], {"编号": ["a", "b"]})
    report = commit("buildings", path)
    assert (report.committed, report.refused, report.refusals[0].row) == (False, 1, 2)
    assert "自相交" in report.refusals[0].reason
    assert not Building.objects.exists()
    assert not DataSource.objects.exists()
    assert commit("buildings", path, accept_partial=True).committed
    assert Building.objects.count() == 1


def test_a_number_given_twice_is_refused(world: World, tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", 3, 编号=["a", "b", "a"])
    report = commit("buildings", path)
    assert [refusal.row for refusal in report.refusals] == [3]
    assert "“a”" in report.refusals[0].reason


def test_the_same_outline_twice_is_loaded_and_reported(world: World, tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [house(0, 0)] * 2, {"名称": ["甲", "乙"]})
    report = commit("buildings", path)
    assert Building.objects.count() == 2
    assert any("完全相同" in warning for warning in report.warnings)


def test_buildings_without_counts_are_estimated_and_marked(world: World, tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", 2, 用途=["住宅", "住宅"], 层数=[6, 6], 户数=[None, 11])
    commit("buildings", path)
    estimated, surveyed = Building.objects.order_by("source_ref")
    assert estimated.count_source == CountSource.ESTIMATE
    assert estimated.households_resident
    assert surveyed.count_source == CountSource.BUILDING
    assert (surveyed.households_resident, surveyed.population) == (11, None)


@pytest.mark.parametrize("value", ["-3", "abc", "1.5", "99999999"])
def test_an_impossible_count_is_refused(world: World, tmp_path: Path, value: str) -> None:
    report = commit("buildings", houses(tmp_path / "a.gpkg", 1, 户数=[value]))
    assert "常住户数" in report.refusals[0].reason


def test_full_width_digits_and_separators_are_understood(world: World, tmp_path: Path) -> None:
    commit("buildings", houses(tmp_path / "a.gpkg", 1, 户数=["１，２３４"]))
    assert Building.objects.get().households_resident == 1234


def test_hidden_characters_do_not_get_in(world: World, tmp_path: Path) -> None:
    commit("buildings", houses(tmp_path / "a.gpkg", 1, 名称=["\u202e长富\u200b路\t "]))
    assert Building.objects.get().name == "长富路"


def test_a_text_too_long_is_refused(world: World, tmp_path: Path) -> None:
    report = commit("buildings", houses(tmp_path / "a.gpkg", 1, 名称=["长" * 101]))
    assert "超过 100 个字" in report.refusals[0].reason


def test_a_column_can_be_named_by_hand(world: World, tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", 1, X1=[5])
    commit("buildings", path, mapping={"floors": "X1"})
    assert Building.objects.get().floors == 5
    with pytest.raises(FileRefused, match="X2"):
        commit("buildings", path, mapping={"floors": "X2"})
    with pytest.raises(FileRefused, match="storeys"):
        commit("buildings", path, mapping={"storeys": "X1"})


def test_only_the_chosen_district_is_read(world: World, tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", 3, district=["东", "西", "东"])
    commit("buildings", path, where=("district", "东"))
    assert Building.objects.count() == 2
    with pytest.raises(FileRefused, match="没有列“区”"):
        commit("buildings", path, where=("区", "东"))


def test_a_county_that_is_not_there_is_named(world: World, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="629999"):
        commit("buildings", houses(tmp_path / "a.gpkg"), county="629999")


def test_rows_far_from_the_county_are_refused(world: World, tmp_path: Path) -> None:
    far = shapely.box(121.4, 31.2, 121.4001, 31.2001)
    report = commit("buildings", write_layer(tmp_path / "a.gpkg", [far], {"编号": ["a"]}))
    assert "超出本县范围" in report.refusals[0].reason
