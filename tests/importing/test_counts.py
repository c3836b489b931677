from pathlib import Path
from typing import Any

import pytest

from communities.basemap.models import Building, CountSource
from tests.files.making import workbook, write_layer
from tests.importing.files import commit, house
from tests.world import World, build


def _book(folder: Path, *rows: list[object]) -> Path:
    path = folder / "counts.xlsx"
    path.write_bytes(workbook(list(rows)))
    return path


@pytest.fixture
def street(world: World) -> list[Building]:
    """Four estimated homes of 6, 6, 3 floors and a shop in 长富路, one home in 新城."""
    plan = [(100, 6, "residential"), (200, 6, "residential"), (300, 3, "residential")]
    homes = [
        build(world, x, 100, 5, floors=floors, use=use, source_ref=f"b{at}")
        for at, (x, floors, use) in enumerate([*plan, (400, 2, "commercial")])
    ]
    homes.append(build(world, 1500, 100, 5, source_ref="far"))
    Building.objects.update(count_source=CountSource.ESTIMATE)
    return homes


def test_counts_come_by_building(street: list[Building], tmp_path: Path) -> None:
    path = _book(tmp_path, ["楼栋编号", "户籍户数", "户数", "人口"], ["b0", 30, 28, 75])
    assert commit("building_counts", path).committed
    found = Building.objects.get(source_ref="b0")
    assert (found.households_registered, found.households_resident) == (30, 28)
    assert (found.population, found.count_source) == (75, CountSource.BUILDING)
    assert Building.objects.get(source_ref="b1").count_source == CountSource.ESTIMATE


def test_unknown_repeated_and_empty_rows_are_refused(
    street: list[Building], tmp_path: Path
) -> None:
    path = _book(
        tmp_path, ["编号", "户数"], ["b0", 1], ["nowhere", 1], ["b0", 2], ["b1", None], ["b2", "多"]
    )
    report = commit("building_counts", path)
    assert [refusal.row for refusal in report.refusals] == [5, 2, 3, 4]
    assert not report.committed
    assert not Building.objects.filter(count_source=CountSource.BUILDING).exists()


def test_an_areas_count_is_spread_over_its_homes_and_the_sum_kept(
    world: World, street: list[Building], tmp_path: Path
) -> None:
    path = _book(tmp_path, ["社区代码", "户数", "人口"], [world.changfu.code, 101, 263])
    assert commit("area_counts", path).committed
    spread = Building.objects.filter(count_source=CountSource.SMALL_AREA).order_by("source_ref")
    assert sorted(one.households_resident or 0 for one in spread) == [20, 40, 41]
    assert sum(one.population or 0 for one in spread) == 263
    assert Building.objects.get(source_ref="b3").count_source == CountSource.ESTIMATE


def test_surveyed_buildings_keep_theirs_and_the_rest_is_spread(
    world: World, street: list[Building], tmp_path: Path
) -> None:
    commit("building_counts", _book(tmp_path, ["编号", "户数"], ["b0", 50]))
    commit("area_counts", _book(tmp_path, ["社区", "户数"], [world.changfu.name, 101]))
    rows = Building.objects.values_list("source_ref", "households_resident")
    found = {reference: households or 0 for reference, households in rows}
    assert (found["b0"], found["b0"] + found["b1"] + found["b2"]) == (50, 101)


def test_an_area_below_its_surveyed_buildings_is_refused(
    world: World, street: list[Building], tmp_path: Path
) -> None:
    commit("building_counts", _book(tmp_path, ["编号", "户数"], ["b0", 50]))
    report = commit("area_counts", _book(tmp_path, ["社区", "户数"], [world.changfu.name, 40]))
    assert "少于" in report.refusals[0].reason


def test_areas_may_come_as_polygons(world: World, street: list[Building], tmp_path: Path) -> None:
    shapes = [house(0, 0, 350, 500), house(350, 0, 500, 500)]
    columns: dict[str, list[Any]] = {"名称": ["西片", "东片"], "户数": [60, 9]}
    report = commit("area_counts", write_layer(tmp_path / "a.gpkg", shapes, columns))
    assert [refusal.reason for refusal in report.refusals] == ["“东片”范围内没有可分摊的住宅建筑"]
    commit("area_counts", tmp_path / "a.gpkg", accept_partial=True)
    spread = Building.objects.filter(count_source=CountSource.SMALL_AREA)
    assert sum(one.households_resident or 0 for one in spread) == 60


def test_an_unknown_area_is_named(street: list[Building], tmp_path: Path) -> None:
    report = commit("area_counts", _book(tmp_path, ["社区", "户数"], ["无名", 5]))
    assert "“无名”" in report.refusals[0].reason
