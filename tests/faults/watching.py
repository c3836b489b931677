"""What the database is doing at a moment, seen from a connection beside it."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import psycopg2  # type: ignore[import-untyped]  # its stubs are not among our packages

from gis_core.launch.cluster import Cluster

LOOK_SECONDS = 0.002
_OPEN = """
    SELECT backend_xid IS NOT NULL, query FROM pg_stat_activity
     WHERE application_name = %s AND datname = 'wangge' AND xact_start IS NOT NULL
     ORDER BY backend_xid IS NOT NULL DESC, xact_start LIMIT 1
"""


@dataclass(frozen=True)
class Seen:
    """A transaction that is open; `writes`: it has a number, so it holds a lock or wrote."""

    writes: bool
    query: str

    @property
    def doing(self) -> str:
        """Its last statement in two words: verb and table."""
        found = re.search(
            r'(?:FROM|INTO|UPDATE|COPY)\s+"?(\w+)', " ".join(self.query.split()), re.IGNORECASE
        )
        verb = self.query.split(maxsplit=1)[0].upper() if self.query.strip() else "—"
        return f"{verb} {found[1]}" if found else verb


class Watch:
    """A session of the harness's own."""

    def __init__(self, cluster: Cluster) -> None:
        self.url = cluster.url.rsplit("/", 1)[0] + "/postgres"
        self.connection = psycopg2.connect(self.url, application_name="watch")
        self.connection.autocommit = True

    def look(self, name: str) -> Seen | None:
        """The open transaction of a program, one that writes before others."""
        with self.connection.cursor() as cursor:
            cursor.execute(_OPEN, [name])
            row = cursor.fetchone()
        return Seen(*row) if row else None

    def wait_for(self, name: str, wanted: Callable[[Seen], bool], seconds: float) -> bool:
        """Look until the program has such a transaction open; False when it never has."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            seen = self.look(name)
            if seen and wanted(seen):
                return True
            time.sleep(LOOK_SECONDS)
        return False

    def close(self) -> None:
        self.connection.close()
