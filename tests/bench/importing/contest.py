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

from gis_core.launch.cluster import ensure_cluster
from gis_core.launch.packages import compile_code
from tests.bench.importing.server import cpu_of_server

PROJECT = Path(__file__).resolve().parents[3]
COUNTY = "629998"

# The peer's quickest way to our table: no secondary index while its rows come, then the drawn
# column, which rewrites the table once, then every index.
_SAME = """
    DROP TABLE IF EXISTS same;
    CREATE TABLE same (LIKE basemap_building INCLUDING ALL EXCLUDING INDEXES);
    ALTER TABLE same ADD PRIMARY KEY (id);
    ALTER TABLE same DROP geom_3857;
    ALTER TABLE same ALTER county_id DROP NOT NULL, ALTER count_source DROP NOT NULL,
        ALTER name DROP NOT NULL;
"""
_DRAWN = """
    SET maintenance_work_mem = '256MB';
    ALTER TABLE same ADD geom_3857 geometry(MultiPolygon, 3857)
        GENERATED ALWAYS AS (ST_Transform(geom, 3857)) STORED;
"""
_INDEXES = """
    SELECT string_agg(replace(replace(indexdef, tablename, 'same'), indexname, 'same_' || n), ';')
    FROM (SELECT *, row_number() OVER () AS n FROM pg_indexes
          WHERE tablename = 'basemap_building' AND indexname <> 'basemap_building_pkey') AS ours
"""


@dataclass(frozen=True)
class Timing:
    """Seconds of wall clock and of CPU; peak memory of the client's largest process."""

    seconds: float
    client_cpu: float
    server_cpu: float
    peak_mb: float
    startup: float = 0.0


class Contest:
    """The database of the contest; entered once."""

    def __init__(self, file: Path, rows: int, *, keep: bool) -> None:
        self._file, self._rows, self._keep = file, rows, keep
        # One kept database has one name; others must not drop each other while they migrate.
        self._database = "wangge_import_bench" if keep else f"wangge_import_bench_{os.getpid()}"
        self._server = _dsn(os.environ.get("DATABASE_URL") or ensure_cluster())
        self._environment = {
            **os.environ,
            "DATABASE_URL": _url({**self._server, "dbname": self._database}),
        }

    def __enter__(self) -> Self:
        compile_code()  # as ./run and the image leave it; the peer is compiled too
        if self._keep and self._exists():
            return self
        self._on_server(
            f"DROP DATABASE IF EXISTS {self._database} WITH (FORCE)",
            f"CREATE DATABASE {self._database}",
        )
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
            self._on_server(f"DROP DATABASE IF EXISTS {self._database} WITH (FORCE)")

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
            timing.server_cpu,
            timing.peak_mb,
            timing.seconds - float(inside.group(1)),
        )

    def same(self) -> Timing:
        """ogr2ogr into a table with our checks and indexes, then the column it cannot write."""
        self._run_sql(_SAME)
        self._run_sql("CHECKPOINT")
        first, _ = self._measured([*self._ogr(), "-nln", "same", "-append"])
        indexes = str(self._ask(_INDEXES))
        started, server = time.perf_counter(), self._server_cpu()
        self._run_sql(_DRAWN + indexes)
        seconds = first.seconds + time.perf_counter() - started
        server = first.server_cpu + self._server_cpu() - server
        self._expect("same")
        return Timing(seconds, first.client_cpu, server, first.peak_mb)

    def plain(self) -> Timing:
        """ogr2ogr as anyone would run it."""
        self._run_sql("DROP TABLE IF EXISTS plain; CHECKPOINT")
        timing, _ = self._measured([*self._ogr(), "-nln", "plain", "-lco", "GEOMETRY_NAME=geom"])
        self._expect("plain")
        return timing

    def _ogr(self) -> list[str]:
        target = " ".join(
            f"{k}='{v}'" for k, v in {**self._server, "dbname": self._database}.items()
        )
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
        started, server = time.perf_counter(), self._server_cpu()
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
        return Timing(seconds, cpu, self._server_cpu() - server, peak), output

    def _server_cpu(self) -> float:
        """CPU seconds of the whole server so far, sessions that ended too; it runs here."""
        return cpu_of_server(int(self._ask("SELECT pg_read_file('postmaster.pid')").split()[0]))

    def _expect(self, table: str) -> None:
        found = self._ask(f"SELECT count(*) FROM {table}")
        assert found == self._rows, f"{table}: {found} rows"

    def _run_sql(self, statements: str) -> None:
        connection = psycopg2.connect(**{**self._server, "dbname": self._database})
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in filter(str.strip, statements.split(";")):
                cursor.execute(statement)
        connection.close()

    def _ask(self, question: str) -> Any:
        connection = psycopg2.connect(**{**self._server, "dbname": self._database})
        with connection.cursor() as cursor:
            cursor.execute(question)
            answer = cursor.fetchone()
        connection.close()
        assert answer
        return answer[0]

    def _exists(self) -> bool:
        connection = psycopg2.connect(**{**self._server, "dbname": "postgres"})
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._database])
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
