import pytest

from tests.tiles.asking import browser
from tests.world import World

FORMS = [
    "629931/buildings/99/0/0",
    "629931/buildings/21/0/0",
    "629931/buildings/14/16384/0",
    "629931/buildings/14/0/16384",
    "629931/buildings/14/-1/0",
    "629931/buildings/14/1.5/0",
    "629931/buildings/14/NaN/0",
    "629931/buildings/14/" + "9" * 400 + "/0",
    "629931/buildings/14/" + "9" * 5000 + "/0",
    "629931/buildings/１４/１/１",
    "629931/buildings/14/0/0%00",
    "629931%00/buildings/14/0/0",
    "629931'/buildings/14/0/0",
    "629931/buildings;DROP TABLE/14/0/0",
    "629931/accounts_user/14/0/0",
    "629931/nothing/14/0/0",
    "629931/../14/0/0",
    "%2e%2e/buildings/14/0/0",
    "62993/buildings/14/0/0",
    "清河县/buildings/14/0/0",
]


@pytest.mark.parametrize("form", FORMS)
def test_an_address_that_is_none_is_not_found(world: World, form: str) -> None:
    assert browser(world.reviewer).get(f"/tiles/{form}.mvt").status_code == 404


@pytest.mark.parametrize("corner", ["0/0/0", "20/0/0", "20/1048575/1048575", "14/16383/16383"])
def test_the_far_ends_of_the_world_are_empty(world: World, corner: str) -> None:
    for layer in ("buildings", "barriers", "ground", "compounds", "cells"):
        answer = browser(world.reviewer).get(f"/tiles/629931/{layer}/{corner}.mvt")
        assert (answer.status_code, answer.content) == (200, b"")


def test_tiles_are_only_read(world: World) -> None:
    address = "/tiles/629931/buildings/14/0/0.mvt"
    for method in ("post", "put", "delete", "patch"):
        assert getattr(browser(world.reviewer), method)(address).status_code == 405
