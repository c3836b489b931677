"""The migrated database that every test database is a copy of.

Migrating takes half a minute, copying a second; each worker of a run has a database of its own.
It stays in the cluster, and is made again when the migrations have changed.

    python -m tests.migrated
"""

import os

import django
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

from gis_core.launch.packages import made_tables_from

SUFFIX = "migrated_for_tests"


def migrated_database() -> str:
    """Its name; who asks while another makes it waits. Asks by the database of the settings."""
    name = f"{connection.settings_dict['NAME']}_{SUFFIX}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if _made_from(cursor, name) != made_tables_from():
            _make(cursor, name)
    return name


def _made_from(cursor: CursorWrapper, name: str) -> str | None:
    """What the finished database was made from; its comment tells."""
    cursor.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    )
    found = cursor.fetchone()
    return found[0] if found else None


def _make(cursor: CursorWrapper, name: str) -> None:
    """Make it new, and write down last what it is made from."""
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{name}"')
    _migrate(name)
    cursor.execute(f'COMMENT ON DATABASE "{name}" IS %s', [made_tables_from()])


def _migrate(name: str) -> None:
    connection.close()
    own = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")
    django.setup()
    print(migrated_database())
