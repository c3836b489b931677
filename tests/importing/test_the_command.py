import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communities.basemap.models import Building
from tests.importing.files import houses
from tests.world import World


def _run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_layer", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_it_only_tries_unless_told(world: World, tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", 2, 用途=["住宅", "商业"])
    answer = _run("buildings", path)
    assert "试运行" in answer
    assert "住宅 1，商业 1" in answer
    assert "EPSG:4490" in answer
    assert not Building.objects.exists()
    assert "新增 2" in _run("buildings", path, "--commit")
    assert Building.objects.count() == 2


def test_refused_rows_are_shown_listed_and_end_in_an_error(world: World, tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", 2, 编号=["a", "a"])
    listing = tmp_path / "refused.csv"
    with pytest.raises(CommandError) as error:
        _run("buildings", path, "--commit", "--refused-csv", listing)
    assert error.value.returncode == 2
    assert "2,源编号“a”与前面的行重复" in listing.read_text(encoding="utf-8-sig")
    assert "新增 1" in _run("buildings", path, "--commit", "--accept-partial")


def test_a_picture_shows_where_the_rows_lie(world: World, tmp_path: Path) -> None:
    picture = tmp_path / "extent.svg"
    _run("buildings", houses(tmp_path / "a.gpkg"), "--picture", picture)
    text = picture.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert text.count("<circle") == 3
    assert "清河县" in text


def test_a_wrong_file_is_told_with_its_code(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="file_missing"):
        _run("buildings", tmp_path / "no.gpkg")


def test_columns_and_rows_are_chosen_on_the_command_line(world: World, tmp_path: Path) -> None:
    path = houses(tmp_path / "a.gpkg", 2, X=[3, 4], 片=["东", "西"])
    _run("buildings", path, "--map", "floors=X", "--where", "片=西", "--commit")
    assert list(Building.objects.values_list("floors", flat=True)) == [4]
