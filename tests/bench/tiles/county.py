"""A database of its own with one county of many buildings, made by SQL, the same every time."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2  # type: ignore[import-untyped]  # its stubs are not among our packages

from gis_core.launch.cluster import ensure_cluster

WEST, SOUTH, DEGREES = 107.4, 35.5, 0.5
CODE = "629931"

# A square sheet of blocks; every eighth column and row is left open as a street. Sizes, turns
# and kinds follow from the number of the building alone. Two in five have a courtyard side (L).
_BUILDINGS = """
INSERT INTO basemap_building
    (county_id, source_ref, name, address, use, floors, dwellings, households_registered,
     households_resident, population, count_source, geom)
SELECT %(county)s, 'b' || n, '', '', (ARRAY['residential','mixed','commercial','office','public',
       'industrial','other'])[1 + n %% 7], 1 + n %% 18, n %% 40, n %% 38, n %% 36, n %% 110,
       (ARRAY['building','small_area','estimate'])[1 + n %% 3],
       ST_Multi(ST_SetSRID(ST_Rotate(
           CASE WHEN n %% 5 < 3
                THEN ST_MakeEnvelope(x, y, x + w, y + h)
                ELSE ST_MakePolygon(ST_MakeLine(ARRAY[
                     ST_Point(x, y), ST_Point(x + w, y), ST_Point(x + w, y + h),
                     ST_Point(x + w * .6, y + h), ST_Point(x + w * .6, y + h * .4),
                     ST_Point(x, y + h * .4), ST_Point(x, y)]))
           END, radians((n::bigint * 7919) %% 30 - 15), ST_Point(x + w / 2, y + h / 2)), 4490))
  FROM (SELECT n, %(west)s + step * (n %% side + .1 + .1 * (n %% 3)) AS x,
               %(south)s + step * (n / side + .1 + .1 * (n %% 4)) AS y,
               step * (.35 + .05 * (n %% 5)) AS w, step * (.25 + .05 * (n %% 6)) AS h
          FROM generate_series(0, %(streets)s - 1) AS n,
               (SELECT %(side)s AS side, %(degrees)s::float8 / %(side)s AS step) AS sheet
         WHERE n %% side %% 8 <> 0 AND n / side %% 8 <> 0) AS placed
"""
_OPEN_STREETS = (7 / 8) ** 2
_INDEXES = ("building_geom_gist", "building_drawn_gist")


@contextmanager
def database(name: str) -> Iterator[str]:
    """An empty database on the private cluster, dropped at the end; its address."""
    cluster = ensure_cluster()
    _administer(cluster, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(cluster)._replace(path=f"/{name}"))
    finally:
        _administer(cluster, f'DROP DATABASE "{name}" WITH (FORCE)')


def fill(url: str, buildings: int) -> str:
    """Migrate the database, make the county; the session cookie of a person who sees its map."""
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from tests.world import make_world

    call_command("migrate", verbosity=0)
    world = make_world(CODE)
    _build(url, str(world.county.pk), buildings)
    client = Client()
    client.force_login(world.reviewer)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _build(url: str, county: str, buildings: int) -> None:
    side = round((buildings / _OPEN_STREETS) ** 0.5)
    values = {"county": county, "side": side, "streets": side * side}
    place = {"west": WEST, "south": SOUTH, "degrees": DEGREES}
    with _session(url) as cursor:
        named = "SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)"
        cursor.execute(named, [list(_INDEXES)])
        definitions = [row[0] for row in cursor.fetchall()]
        for index in _INDEXES:
            cursor.execute(f"DROP INDEX {index}")
        cursor.execute(_BUILDINGS, values | place)
        for statement in (*definitions, "VACUUM (ANALYZE) basemap_building"):
            cursor.execute(statement)


def _administer(url: str, *statements: str) -> None:
    with _session(url) as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _session(url: str) -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor whose every statement is its own transaction."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        yield connection.cursor()
