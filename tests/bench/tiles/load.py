"""Ask for tiles as fast as they come, and read what it cost from /proc."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles

TICKS = os.sysconf("SC_CLK_TCK")

Address = tuple[int, int, int]
Fetch = Callable[[Address], int]


@dataclass(frozen=True)
class Cost:
    """Of one run: tiles per second, milliseconds of CPU per tile, milliseconds of waiting."""

    per_second: float
    web_ms: float
    postgres_ms: float
    p50: float
    p95: float
    mean_bytes: float

    @property
    def total_ms(self) -> float:
        return self.web_ms + self.postgres_ms


def measure(
    make_fetch: Callable[[], Fetch],
    tiles: Sequence[Address],
    concurrency: int,
    web: Callable[[], float],
    postgres: Callable[[], float],
) -> Cost:
    """Fetch every tile once, by `concurrency` clients; the two clocks give CPU seconds."""
    waits: list[float] = []
    sizes: list[int] = []
    shares = [tiles[n::concurrency] for n in range(concurrency)]

    def client(share: Sequence[Address]) -> None:
        fetch = make_fetch()
        for tile in share:
            began = time.perf_counter()
            sizes.append(fetch(tile))
            waits.append(time.perf_counter() - began)

    threads = [threading.Thread(target=client, args=[share]) for share in shares]
    before, began = (web(), postgres()), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if len(sizes) != len(tiles):
        raise RuntimeError(f"{len(tiles) - len(sizes)} of {len(tiles)} tiles failed")
    cuts = quantiles(waits, n=20)
    return Cost(
        len(tiles) / took,
        (web() - before[0]) * 1000 / len(tiles),
        (postgres() - before[1]) * 1000 / len(tiles),
        cuts[9] * 1000,
        cuts[18] * 1000,
        sum(sizes) / len(sizes),
    )


def http(port: int, path: str, headers: dict[str, str], expect: int = 200) -> Callable[[], Fetch]:
    """Clients of a server, each with one connection kept open."""

    def make() -> Fetch:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)

        def fetch(tile: Address) -> int:
            z, x, y = tile
            connection.request("GET", path.format(z=z, x=x, y=y), headers=headers)
            response = connection.getresponse()
            body = response.read()
            if response.status != expect:
                raise RuntimeError(f"{response.status} for {path} {tile}: {body[:200]!r}")
            return len(body)

        return fetch

    return make


def cpu_of_group(leader: int) -> float:
    """CPU seconds used so far by all processes of a process group."""
    return sum(_cpu(pid) for pid in _processes() if _fields(pid)[2:3] == [str(leader)])


def cpu_of(pids: Sequence[int]) -> float:
    """CPU seconds used so far by these processes."""
    return sum(map(_cpu, pids))


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _cpu(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _fields(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the command: state, parent, group …"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
