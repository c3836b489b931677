"""A browser that has the present state of a tile is told so; one that has another gets it."""

from typing import Any

import pytest

from communities.basemap.models import CellSet, MapRevision
from communities.territory.models import Edition
from communities.territory.services import prepare_edition
from tests.tiles.asking import CODE, ask, browser, tile_around
from tests.world import World, build

TILE = tile_around(110, 106, 16)


def etag(world: World, layer: str = "buildings") -> str:
    return ask(browser(world.member), layer, TILE)["ETag"]


def status(world: World, known: str, layer: str = "buildings") -> int:
    headers = {"if-none-match": known}
    return ask(browser(world.member), layer, TILE, CODE, **headers).status_code


def test_an_unchanged_tile_is_not_sent_again(world: World) -> None:
    build(world, 100, 100)
    answer = ask(browser(world.member), "buildings", TILE, **{"if-none-match": etag(world)})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == etag(world)


def test_an_empty_tile_is_known_as_well(world: World) -> None:
    answer = ask(browser(world.member), "buildings", TILE)
    assert (answer.status_code, answer.content) == (200, b"")
    assert status(world, answer["ETag"]) == 304


def test_another_state_of_the_base_map_is_another_tile(world: World) -> None:
    known = etag(world)
    MapRevision.objects.update(number=2)
    assert status(world, known) == 200
    assert etag(world).startswith('"1-2-')


def test_another_edition_is_another_tile(world: World) -> None:
    known = etag(world)
    following = prepare_edition(county=world.county)
    assert status(world, known) == 304
    Edition.objects.filter(pk=world.edition.pk).update(status=Edition.Status.SUPERSEDED)
    put_in_force: dict[str, Any] = {
        "status": Edition.Status.IN_FORCE,
        "in_force_from": world.edition.in_force_from,
        "published_at": world.edition.published_at,
    }
    Edition.objects.filter(pk=following.pk).update(**put_in_force)
    assert status(world, known) == 200


def test_new_cells_are_new_tiles_of_cells_alone(world: World) -> None:
    cells, buildings = etag(world, "cells"), etag(world)
    CellSet.objects.create(county=world.county, edition=world.edition, map_revision=1)
    assert status(world, cells, "cells") == 200
    assert status(world, buildings) == 304


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_no_shared_cache_may_keep_a_tile(world: World, encoding: str) -> None:
    build(world, 100, 100)
    answer = ask(browser(world.member), "buildings", TILE, **{"accept-encoding": encoding})
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Accept-Encoding", "Cookie"} <= set(answer["Vary"].split(", "))
    assert answer.headers.get("Content-Encoding", "identity") == encoding
