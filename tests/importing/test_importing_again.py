from pathlib import Path

from communities.basemap.models import Barrier, Building, CountSource
from tests.files.making import write_layer
from tests.importing.files import commit, house, houses, line
from tests.world import World


def test_the_same_file_changes_nothing(world: World, tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg")
    commit("buildings", path)
    keys = list(Building.objects.order_by("pk").values_list("pk"))
    changes = commit("buildings", path).changes
    assert changes
    assert (changes.new, changes.changed, changes.unchanged, changes.absent) == (0, 0, 3, 0)
    assert list(Building.objects.order_by("pk").values_list("pk")) == keys


def test_a_file_without_numbers_does_not_double_its_buildings(world: World, tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [house(0, 0), house(50, 0)], {"名称": ["甲", "乙"]})
    commit("buildings", path)
    changes = commit("buildings", path).changes
    assert changes
    assert (changes.new, changes.unchanged) == (0, 2)


def test_what_differs_is_updated_and_keeps_its_key(world: World, tmp_path: Path) -> None:
    commit("buildings", houses(tmp_path / "a.gpkg", 3, 层数=[1, 2, 3], 名称=["甲", "乙", "丙"]))
    key = Building.objects.get(source_ref="b1").pk
    changes = commit("buildings", houses(tmp_path / "b.gpkg", 4, 层数=[1, 9, 3, 4])).changes
    assert changes
    assert (changes.new, changes.changed, changes.unchanged) == (1, 1, 2)
    changed = Building.objects.get(pk=key)
    assert (changed.floors, changed.name) == (9, "乙")


def test_rows_the_file_lacks_stay_unless_removal_is_asked(world: World, tmp_path: Path) -> None:
    commit("buildings", houses(tmp_path / "a.gpkg", 3))
    smaller = houses(tmp_path / "b.gpkg", 1)
    changes = commit("buildings", smaller).changes
    assert changes
    assert (changes.absent, Building.objects.count()) == (2, 3)
    changes = commit("buildings", smaller, remove_missing=True).changes
    assert changes
    assert (changes.removed, Building.objects.count()) == (2, 1)


def test_an_estimate_never_replaces_a_survey(world: World, tmp_path: Path) -> None:
    commit("buildings", houses(tmp_path / "a.gpkg", 1, 户数=[7]))
    commit("buildings", houses(tmp_path / "b.gpkg", 1, 层数=[9]))
    building = Building.objects.get()
    assert (building.floors, building.households_resident) == (9, 7)
    assert building.count_source == CountSource.BUILDING


def test_a_survey_replaces_an_estimate(world: World, tmp_path: Path) -> None:
    commit("buildings", houses(tmp_path / "a.gpkg", 1, 用途=["住宅"]))
    commit("buildings", houses(tmp_path / "b.gpkg", 1, 户数=[7]))
    assert Building.objects.get().households_resident == 7
    assert Building.objects.get().use == "residential"


def test_the_pieces_of_a_road_are_replaced_together(world: World, tmp_path: Path) -> None:
    pieces = [line((0, 0), (100, 0)), line((100, 0), (200, 0))]
    columns = {"osmid": ["7", "7"], "highway": ["primary"] * 2}
    commit("barriers", write_layer(tmp_path / "a.gpkg", pieces, columns))
    redrawn = [line((0, 0), (120, 0)), line((120, 0), (200, 0)), line((200, 0), (300, 0))]
    columns = {"osmid": ["7"] * 3, "highway": ["primary"] * 3}
    path = write_layer(tmp_path / "b.gpkg", redrawn, columns)
    commit("barriers", path)
    assert Barrier.objects.count() == 3
    changes = commit("barriers", path).changes
    assert changes
    assert (changes.new, changes.changed, changes.unchanged) == (0, 0, 3)
