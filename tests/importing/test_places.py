from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from communities.territory.models import Boundary, Community, County, Edition, Grid, Place
from communities.territory.services import open_first_edition
from gis_core.accounts.models import Level
from gis_core.files.faults import FileRefused
from layers.importing.places import create_county
from tests.files.making import write_layer
from tests.importing.files import commit, house, try_out
from tests.world import World

CODE = "629941"
SHEET = house(0, 0, 2000, 1000)
WEST, EAST = house(0, 0, 1000, 1000), house(1000, 0, 1000, 1000)

pytestmark = pytest.mark.django_db


def _file(folder: Path, shapes: list[Any], **columns: list[Any]) -> Path:
    return write_layer(folder / "a.gpkg", shapes, columns)


def _county(folder: Path) -> County:
    path = _file(folder, [SHEET], 代码=[CODE], 名称=["南河县"])
    assert commit("county", path).committed
    found: County = County.objects.get(code=CODE)
    return found


def _subdistrict(folder: Path) -> None:
    path = _file(folder, [SHEET], 代码=[f"{CODE}001000"], 名称=["城关街道"])
    assert commit("subdistricts", path, county=CODE).committed


def test_a_county_begins_with_its_outline_and_the_default_rules(tmp_path: Path) -> None:
    county = _county(tmp_path)
    edition = Edition.objects.get(county=county)
    assert (edition.number, edition.status) == (1, Edition.Status.PREPARED)
    assert Boundary.objects.get(place=county).level == Level.COUNTY
    assert county.rule_sets.get().thresholds.exists()


def test_code_and_name_of_the_county_may_come_from_the_command(tmp_path: Path) -> None:
    path = _file(tmp_path, [SHEET], x=[1])
    with pytest.raises(FileRefused, match="--county"):
        commit("county", path)
    commit("county", path, county=CODE, name="南河县")
    assert County.objects.get(code=CODE).name == "南河县"


def test_several_counties_in_one_file_ask_for_a_choice(tmp_path: Path) -> None:
    path = _file(tmp_path, [WEST, EAST], 代码=["629941", "629942"], 名称=["甲县", "乙县"])
    with pytest.raises(FileRefused, match="2 个县"):
        commit("county", path)
    commit("county", path, where=("名称", "乙县"))
    assert County.objects.get().code == "629942"


def test_a_dry_run_of_a_county_keeps_nothing(tmp_path: Path) -> None:
    report = try_out("county", _file(tmp_path, [SHEET], 代码=[CODE], 名称=["南河县"]))
    assert (report.loaded, report.committed) == (1, False)
    assert not Place.objects.exists()


def test_communities_find_their_subdistrict_by_code_or_by_place(tmp_path: Path) -> None:
    _county(tmp_path)
    _subdistrict(tmp_path)
    path = _file(tmp_path, [WEST, EAST], 代码=[f"{CODE}001001", None], 名称=["长富路", "新城"])
    report = commit("communities", path, county=CODE)
    assert report.committed
    parents = Boundary.objects.filter(level=Level.COMMUNITY).values_list("parent__name", flat=True)
    assert list(parents) == ["城关街道", "城关街道"]


def test_a_community_without_code_gets_a_provisional_one(tmp_path: Path) -> None:
    _county(tmp_path)
    _subdistrict(tmp_path)
    path = _file(tmp_path, [EAST, WEST], 名称=["新城", "长富路"])
    report = commit("communities", path, county=CODE)
    found = dict(Community.objects.values_list("name", "code"))
    assert found == {"长富路": f"{CODE}001601", "新城": f"{CODE}001602"}
    assert set(Community.objects.values_list("code_status", flat=True)) == {"provisional"}
    assert any("临时代码" in note for note in report.notes)
    changes = commit("communities", path, county=CODE).changes
    assert changes
    assert (changes.new, changes.unchanged) == (0, 2)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("62994100101", "12 位"),
        ("629942001001", "不属于本县"),
        ("629941600001", "001–599"),
        ("62994100100A", "全是数字"),
    ],
)
def test_an_impossible_code_is_refused(tmp_path: Path, code: str, reason: str) -> None:
    _county(tmp_path)
    _subdistrict(tmp_path)
    report = commit("communities", _file(tmp_path, [WEST], 代码=[code], 名称=["甲"]), county=CODE)
    assert reason in report.refusals[0].reason
    assert not Community.objects.exists()


def test_a_community_outside_every_subdistrict_is_refused(tmp_path: Path) -> None:
    _county(tmp_path)
    report = commit("communities", _file(tmp_path, [WEST], 名称=["甲"]), county=CODE)
    assert "街道" in report.refusals[0].reason


def test_a_renamed_and_redrawn_community_stays_the_same_place(tmp_path: Path) -> None:
    _county(tmp_path)
    _subdistrict(tmp_path)
    code = [f"{CODE}001001"]
    commit("communities", _file(tmp_path, [WEST], 代码=code, 名称=["甲"]), county=CODE)
    key = Community.objects.get().pk
    commit("communities", _file(tmp_path, [EAST], 代码=code, 名称=["乙"]), county=CODE)
    place = Community.objects.get()
    assert (place.pk, place.name) == (key, "乙")
    assert Boundary.objects.get(place=place).geom.centroid.x > SHEET.centroid.x


def test_grids_are_numbered_within_their_community(tmp_path: Path) -> None:
    _county(tmp_path)
    _subdistrict(tmp_path)
    community = _file(tmp_path, [SHEET], 代码=[f"{CODE}001001"], 名称=["甲"])
    commit("communities", community, county=CODE)
    grids = _file(tmp_path, [EAST, WEST], 名称=["东网格", "西网格"])
    commit("grids", grids, county=CODE)
    found = dict(Grid.objects.values_list("name", "code"))
    assert found == {"西网格": f"{CODE}001001001", "东网格": f"{CODE}001001002"}


def test_what_the_file_lacks_goes_when_asked_with_what_hangs_below(tmp_path: Path) -> None:
    _county(tmp_path)
    _subdistrict(tmp_path)
    both = _file(tmp_path, [WEST, EAST], 名称=["甲", "乙"])
    commit("communities", both, county=CODE)
    commit("grids", _file(tmp_path, [WEST], 名称=["一"]), county=CODE)
    only = _file(tmp_path, [SHEET], 名称=["丙"])
    changes = commit("communities", only, county=CODE, remove_missing=True).changes
    assert changes
    assert (changes.new, changes.removed) == (1, 2)
    assert list(Community.objects.filter(abolished=False).values_list("name", flat=True)) == ["丙"]
    assert not Boundary.objects.filter(level=Level.GRID).exists()


def test_overlapping_neighbours_are_reported(tmp_path: Path) -> None:
    _county(tmp_path)
    path = _file(tmp_path, [house(0, 0, 1100, 1000), EAST], 名称=["甲街道", "乙街道"])
    report = commit("subdistricts", path, county=CODE)
    assert report.committed
    assert any("1 对重叠" in warning for warning in report.warnings)


def test_once_an_edition_is_in_force_boundaries_come_from_proposals(
    world: World, tmp_path: Path
) -> None:
    path = _file(tmp_path, [WEST], 名称=["甲"])
    with pytest.raises(FileRefused, match="现行版次"):
        commit("communities", path, county=world.county.code)


def test_an_imported_edition_can_be_put_in_force(tmp_path: Path) -> None:
    county = _county(tmp_path)
    _subdistrict(tmp_path)
    commit("communities", _file(tmp_path, [WEST, EAST], 名称=["甲", "乙"]), county=CODE)
    edition = Edition.objects.get(county=county)
    open_first_edition(edition=edition, published_by=None, in_force_from=timezone.localdate())
    assert Boundary.objects.in_force().filter(county=county).count() == 4


def test_two_counties_ask_which(tmp_path: Path) -> None:
    create_county("629941", "甲县")
    create_county("629942", "乙县")
    with pytest.raises(FileRefused, match="--county"):
        commit("subdistricts", _file(tmp_path, [WEST], 名称=["甲"]))
