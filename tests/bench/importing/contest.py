"""One database, three ways in, each into an empty table; wall time, CPU and peak memory."""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit

import psycopg2  # type: ignore[import-untyped]  # no stubs are pinned

PROJECT = Path(__file__).resolve().parents[3]
DATABASE = "wangge_import_bench"
COUNTY = "629998"

_DRAWN = """
    ALTER TABLE same ADD geom_3857 geometry(MultiPolygon, 3857)
        GENERATED ALWAYS AS (ST_Transform(geom, 3857)) STORED;
    CREATE INDEX same_drawn ON same USING gist (geom_3857);
"""
_SAME = """
    DROP TABLE IF EXISTS same;
    CREATE TABLE same (LIKE basemap_building INCLUDING ALL);
    ALTER TABLE same DROP geom_3857;
    ALTER TABLE same ALTER county_id DROP NOT NULL, ALTER count_source DROP NOT NULL,
        ALTER name DROP NOT NULL;
"""


@dataclass(frozen=True)
class Timing:
    """Seconds of wall clock and of the client's CPU; peak memory of its largest process."""

    seconds: float
    client_cpu: float
    peak_mb: float
    startup: float = 0.0


class Contest:
    """The database of the contest; entered once."""

    def __init__(self, file: Path, rows: int, *, keep: bool) -> None:
        self._file, self._rows, self._keep = file, rows, keep
        self._server = _dsn(os.environ.get("DATABASE_URL") or _private_cluster())
        self._environment = {
            **os.environ,
            "DATABASE_URL": _url({**self._server, "dbname": DATABASE}),
        }

    def __enter__(self) -> Self:
        if self._keep and self._exists():
            return self
        self._on_server(f"DROP DATABASE IF EXISTS {DATABASE}", f"CREATE DATABASE {DATABASE}")
        _manage(self._environment, "migrate", "--verbosity", "0")
        code = f"from layers.importing.places import create_county; create_county('{COUNTY}', '试')"
        _manage(self._environment, "shell", "--no-imports", "-c", code)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._keep:
            self._on_server(f"DROP DATABASE IF EXISTS {DATABASE}")

    def ours(self) -> Timing:
        """The import command, into the real table."""
        self._run_sql("TRUNCATE basemap_building CASCADE; CHECKPOINT")
        command = [sys.executable, "manage.py", "import_layer", "buildings", str(self._file)]
        timing, output = self._measured([*command, "--county", COUNTY, "--commit"])
        self._expect("basemap_building")
        inside = re.search(r"用时 ([\d.]+) 秒", output)
        assert inside, output
        return Timing(
            timing.seconds,
            timing.client_cpu,
            timing.peak_mb,
            timing.seconds - float(inside.group(1)),
        )

    def same(self) -> Timing:
        """ogr2ogr into a table with our checks and indexes, then the column it cannot write."""
        self._run_sql(_SAME)
        self._run_sql("CHECKPOINT")
        first, _ = self._measured([*self._ogr(), "-nln", "same", "-append"])
        started = time.perf_counter()
        self._run_sql(_DRAWN)
        self._expect("same")
        seconds = first.seconds + time.perf_counter() - started
        return Timing(seconds, first.client_cpu, first.peak_mb)

    def plain(self) -> Timing:
        """ogr2ogr as anyone would run it."""
        self._run_sql("DROP TABLE IF EXISTS plain; CHECKPOINT")
        timing, _ = self._measured([*self._ogr(), "-nln", "plain", "-lco", "GEOMETRY_NAME=geom"])
        self._expect("plain")
        return timing

    def _ogr(self) -> list[str]:
        target = " ".join(f"{k}='{v}'" for k, v in {**self._server, "dbname": DATABASE}.items())
        options = ["--config", "PG_USE_COPY", "YES", "-nlt", "MULTIPOLYGON", "-gt", "1000000"]
        return [
            "ogr2ogr",
            "-f",
            "PostgreSQL",
            f"PG:{target}",
            str(self._file),
            "buildings",
            *options,
        ]

    def _measured(self, command: list[str]) -> tuple[Timing, str]:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, output
        seconds = time.perf_counter() - started
        cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        return Timing(seconds, cpu, peak), output

    def _expect(self, table: str) -> None:
        found = self._ask(f"SELECT count(*) FROM {table}")
        assert found == self._rows, f"{table}: {found} rows"

    def _run_sql(self, statements: str) -> None:
        connection = psycopg2.connect(**{**self._server, "dbname": DATABASE})
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in filter(str.strip, statements.split(";")):
                cursor.execute(statement)
        connection.close()

    def _ask(self, question: str) -> Any:
        connection = psycopg2.connect(**{**self._server, "dbname": DATABASE})
        with connection.cursor() as cursor:
            cursor.execute(question)
            answer = cursor.fetchone()
        connection.close()
        assert answer
        return answer[0]

    def _exists(self) -> bool:
        connection = psycopg2.connect(**{**self._server, "dbname": "postgres"})
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            found = cursor.fetchone() is not None
        connection.close()
        return found

    def _on_server(self, *statements: str) -> None:
        connection = psycopg2.connect(**{**self._server, "dbname": "postgres"})
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()


def _manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=PROJECT, env=environment, check=True
    )


def _private_cluster() -> str:
    command = [sys.executable, "-m", "gis_core.launch.cluster", "url"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _dsn(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    host, _, port = place.partition(":")
    found = {
        "host": unquote(host),
        "port": port,
        "user": parts.username,
        "password": parts.password,
    }
    return {name: unquote(value) for name, value in found.items() if value}


def _url(dsn: dict[str, str]) -> str:
    password = f":{quote(dsn['password'])}" if "password" in dsn else ""
    port = f":{dsn['port']}" if "port" in dsn else ""
    user, host = dsn.get("user", ""), quote(dsn["host"], safe="")
    return f"postgresql://{user}{password}@{host}{port}/{dsn['dbname']}"
