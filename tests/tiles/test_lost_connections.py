import psycopg2  # type: ignore[import-untyped]  # its stubs are not among our packages
import pytest
from django.conf import settings as django_settings
from django.db import connection
from pytest_django import Settings

from tests.tiles.asking import ask, browser, tile_around
from tests.tiles.test_tiles_first import FIRST
from tests.world import build, make_world

TILE = tile_around(110, 106, 16)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_restarted_costs_no_tile(settings: Settings) -> None:
    others = [name for name in django_settings.MIDDLEWARE if name != FIRST]
    settings.MIDDLEWARE = [others[0], FIRST, *others[1:]]
    world = make_world()
    build(world, 100, 100)
    member = browser(world.member)
    assert ask(member, "buildings", TILE).status_code == 200
    _end_our_session()
    assert ask(member, "buildings", TILE).status_code == 200


def _end_our_session() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    parameters = {**connection.get_connection_params()}
    for ours in ("cursor_factory", "server_side_binding", "prepare_threshold", "context"):
        parameters.pop(ours, None)
    other = psycopg2.connect(**parameters)
    with other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
