from pathlib import Path

import pytest
from pytest_django import Settings

from communities.basemap.models import Building, MapRevision
from gis_core.accounts.models import Membership
from layers.tiles.cache import prune
from tests.tiles.asking import ask, browser, features, tile_around
from tests.world import World, build

TILE = tile_around(110, 106, 16)


@pytest.fixture
def cache(settings: Settings, tmp_path: Path) -> Path:
    settings.TILE_CACHE_DIR = tmp_path / "tiles"
    return tmp_path / "tiles"


def kept(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def ids(world: World) -> list[int]:
    return [feature.id for feature in features(browser(world.member), "buildings", TILE)]


def test_a_tile_is_cut_once_for_all_who_may_see_it(world: World, cache: Path) -> None:
    building = build(world, 100, 100)
    assert ids(world) == [building.pk]
    Building.objects.all().delete()  # without a new revision: only the kept tile knows it
    shown = features(browser(world.reviewer), "buildings", TILE)
    assert [feature.id for feature in shown] == [building.pk]


def test_a_new_revision_leaves_the_kept_tile_behind(world: World, cache: Path) -> None:
    build(world, 100, 100)
    ids(world)
    second = build(world, 130, 100)
    MapRevision.objects.update(number=2)
    assert second.pk in ids(world)


def test_old_versions_are_deleted(world: World, cache: Path) -> None:
    build(world, 100, 100)
    for number in range(1, 6):
        MapRevision.objects.update(number=number)
        ids(world)
    versions = {path.relative_to(cache).parts[1] for path in kept(cache)}
    assert "1-5" in versions
    assert len(versions) <= 2


def test_whether_somebody_may_see_it_is_asked_before_the_cache(world: World, cache: Path) -> None:
    build(world, 100, 100)
    member = browser(world.member)
    assert ask(member, "buildings", TILE).status_code == 200
    assert len(kept(cache)) == 1
    Membership.objects.filter(user=world.member).delete()
    assert ask(member, "buildings", TILE).status_code == 404


def test_empty_tiles_are_not_kept(world: World, cache: Path) -> None:
    assert ids(world) == []
    assert kept(cache) == []


def test_without_a_folder_nothing_is_kept(world: World, settings: Settings) -> None:
    settings.TILE_CACHE_DIR = Path()
    building = build(world, 100, 100)
    assert ids(world) == [building.pk]


def test_a_folder_that_cannot_be_written_costs_the_cache_not_the_tile(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "tiles").write_text("a file where a folder should be")
    settings.TILE_CACHE_DIR = tmp_path / "tiles"
    building = build(world, 100, 100)
    assert ids(world) == [building.pk]


def test_no_half_written_tile_is_left(world: World, cache: Path) -> None:
    build(world, 100, 100)
    ids(world)
    assert [path.suffix for path in kept(cache)] == [".gz"]


def test_the_oldest_tiles_go_when_there_are_too_many(cache: Path) -> None:
    cache.mkdir()
    for number in range(10):
        (cache / f"{number}.gz").write_bytes(bytes(100))
    assert prune(cache, largest=500) == 6
    assert len(kept(cache)) == 4
    assert prune(cache, largest=500) == 0
