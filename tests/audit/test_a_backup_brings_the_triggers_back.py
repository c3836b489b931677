"""What pg_dump writes is read back whole: tables, constraints, and the triggers of the record."""

import subprocess
from collections.abc import Iterator

import pytest
from django.db import connection

_TRIGGERS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"

pytestmark = pytest.mark.django_db(transaction=True)


def where(name: str) -> list[str]:
    known = connection.settings_dict
    return ["-h", known["HOST"], "-p", str(known["PORT"]), "-U", known["USER"], "-d", name]


def run(program: str, *arguments: str, database: str, given: str = "") -> str:
    """What a program of PostgreSQL answers; it must succeed."""
    command = [program, *where(database), *arguments]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def ask(database: str, statement: str) -> str:
    return run("psql", "-XAtq", "-c", statement, database=database)


@pytest.fixture
def empty() -> Iterator[str]:
    """A database beside the test's."""
    name = f"{connection.settings_dict['NAME']}_restored"
    ask("postgres", f"DROP DATABASE IF EXISTS {name}")
    ask("postgres", f"CREATE DATABASE {name}")
    yield name
    ask("postgres", f"DROP DATABASE {name}")


def test_a_dump_is_read_back_without_an_error_and_with_every_trigger(empty: str) -> None:
    mine = str(connection.settings_dict["NAME"])
    dump = run("pg_dump", "--schema-only", "--no-comments", database=mine)
    run("psql", "-qX", "-v", "ON_ERROR_STOP=1", database=empty, given=dump)
    before, after = (set(ask(name, _TRIGGERS).splitlines()) for name in (mine, empty))
    assert after == before
    assert len(after) > 20
