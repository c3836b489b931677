"""The run and its table. Bars: ours <= raw SQL + 2.5 ms of web CPU; >= 1.5 x TiPG's throughput."""

import argparse
import os
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from math import asinh, pi, radians, tan
from pathlib import Path
from statistics import mean, median

import psycopg2  # type: ignore[import-untyped]  # its stubs are not among our packages

from tests.bench.tiles import servers
from tests.bench.tiles.county import CODE, DEGREES, SOUTH, WEST, database, fill
from tests.bench.tiles.load import Address, Cost, Fetch, cpu_of, cpu_of_group, http, measure

RAW, OURS, KEPT, UNCHANGED, NOTHING, TIPG, TIPG_PLAIN = (
    "raw SQL", "ours", "ours, cached", "ours, 304", "gunicorn alone", "TiPG", "TiPG, plain",
)  # fmt: skip
TILES = {14: 100, 16: 300}
CLIENTS = (1, 4)
MOST_EXTRA_MS = 2.5
LEAST_TIMES_TIPG = 1.5


@dataclass(frozen=True)
class System:
    name: str
    make_fetch: Callable[[], Fetch]
    web: Callable[[], float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--buildings", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tipg-venv", type=Path, help="a venv to keep; a throw-away one if absent")
    options = parser.parse_args()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wangge-tiles-")))
        url = stack.enter_context(database(f"bench_tiles_{os.getpid()}"))
        cookie = fill(url, options.buildings)
        systems = _systems(stack, url, cookie, scratch, options.tipg_venv or scratch / "tipg")
        report(run(systems, url, options.rounds), options.buildings)


def _systems(
    stack: ExitStack, url: str, cookie: str, scratch: Path, tipg_venv: Path
) -> list[System]:
    ours, port = stack.enter_context(servers.wangge(url, ""))
    kept, kept_port = stack.enter_context(servers.wangge(url, str(scratch / "cache")))
    floor, floor_port = stack.enter_context(
        servers.wangge(url, "", "tests.bench.tiles.servers:nothing")
    )
    tipg, tipg_port = stack.enter_context(servers.tipg(url, tipg_venv))
    path = f"/tiles/{CODE}/buildings/{{z}}/{{x}}/{{y}}.mvt"
    theirs = (
        "/collections/public.basemap_building/tiles/WebMercatorQuad/{z}/{x}/{y}"
        "?geom-column=geom_3857&properties=use,floors,count_source"
    )
    signed_in = {"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip"}

    def system(name: str, process: int, fetch: Callable[[], Fetch]) -> System:
        return System(name, fetch, lambda: cpu_of_group(process))

    return [
        System(RAW, partial(next, cycle([_raw(url) for _ in range(max(CLIENTS))])), _own_cpu),
        system(OURS, ours, http(port, path, signed_in)),
        system(TIPG, tipg, http(tipg_port, theirs, {"Accept-Encoding": "gzip"})),
        system(TIPG_PLAIN, tipg, http(tipg_port, theirs, {})),
        system(KEPT, kept, http(kept_port, path, signed_in)),
        system(NOTHING, floor, http(floor_port, path, signed_in)),
        system(UNCHANGED, ours, _unchanged(port, path, signed_in)),
    ]


def _own_cpu() -> float:
    return cpu_of([os.getpid()])


def _raw(url: str) -> Fetch:
    """The statement itself, by one psycopg2 connection."""
    from layers.registry import BUILDINGS
    from layers.tiles.addresses import TileAddress
    from layers.tiles.sql import statement
    from layers.tiles.versions import map_state

    connection = psycopg2.connect(url)
    connection.autocommit = True
    cursor = connection.cursor()
    state = map_state(CODE)
    if state is None:
        raise RuntimeError("the county is missing")

    def fetch(tile: Address) -> int:
        values = {"of": state.county, **TileAddress(*tile)._asdict()}
        cursor.execute(statement(BUILDINGS, tile[0]), values)
        return len(cursor.fetchone()[0])

    return fetch


def _unchanged(port: int, path: str, headers: dict[str, str]) -> Callable[[], Fetch]:
    from layers.registry import BUILDINGS
    from layers.tiles.sql import mark

    def make() -> Fetch:
        by_zoom = {
            z: http(port, path, {**headers, "If-None-Match": f'"1-1-{mark(BUILDINGS, z)}"'}, 304)()
            for z in TILES
        }
        return lambda tile: by_zoom[tile[0]](tile)

    return make


def run(systems: list[System], url: str, rounds: int) -> dict[tuple[int, int, str], list[Cost]]:
    """Every system in turn on the same tiles, round by round, after one round to warm up."""
    costs: dict[tuple[int, int, str], list[Cost]] = defaultdict(list)
    connection = psycopg2.connect(url)
    connection.autocommit = True
    for turn in range(rounds + 1):
        for zoom, number in TILES.items():
            tiles = _some_tiles(zoom, number)
            for concurrency in CLIENTS:
                for system in systems:
                    cost = measure(
                        system.make_fetch, tiles, concurrency, system.web, _sessions(connection)
                    )
                    if turn:
                        costs[zoom, concurrency, system.name].append(cost)
    return costs


def _sessions(connection: "psycopg2.extensions.connection") -> Callable[[], float]:
    """CPU of all sessions of this database: only one system is at work at a time."""

    def clock() -> float:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
            return cpu_of([pid for (pid,) in cursor.fetchall()])

    return clock


def _some_tiles(zoom: int, number: int) -> list[Address]:
    """The same tiles every time, inside the sheet."""

    def column(longitude: float) -> float:
        return (longitude + 180) / 360 * (1 << zoom)

    def row(latitude: float) -> float:
        return (1 - asinh(tan(radians(latitude))) / pi) / 2 * (1 << zoom)

    columns = range(int(column(WEST)) + 1, int(column(WEST + DEGREES)))
    rows = range(int(row(SOUTH + DEGREES)) + 1, int(row(SOUTH)))
    everything = [(zoom, x, y) for x in columns for y in rows]
    return random.Random(7).sample(everything, min(number, len(everything)))  # noqa: S311  # a sample


def report(costs: dict[tuple[int, int, str], list[Cost]], buildings: int) -> None:
    print(f"\n{buildings:,} buildings; CPU milliseconds per tile, means of the rounds")
    head = (
        "z",
        "c",
        "system",
        "web",
        "postgres",
        "both",
        "over raw",
        "tiles/s",
        "x TiPG",
        "p50",
        "p95",
        "KB",
    )
    print("{:>3}{:>3} {:<22}{:>7}{:>9}{:>8}{:>9}{:>9}{:>8}{:>7}{:>7}{:>7}".format(*head))
    for (zoom, concurrency, name), found in costs.items():
        raw = mean(cost.postgres_ms for cost in costs[zoom, concurrency, RAW])
        tipg = median(cost.per_second for cost in costs[zoom, concurrency, TIPG])
        rate = median(cost.per_second for cost in found)
        web, postgres = (
            mean(getattr(c, part) for c in found) for part in ("web_ms", "postgres_ms")
        )
        print(
            f"{zoom:>3}{concurrency:>3} {name:<22}{web:7.2f}{postgres:9.2f}{web + postgres:8.2f}"
            f"{web + postgres - raw:+9.2f}{rate:9.0f}{rate / tipg:8.2f}"
            f"{median(c.p50 for c in found):7.1f}{median(c.p95 for c in found):7.1f}"
            f"{mean(c.mean_bytes for c in found) / 1000:7.1f}"
        )
    print(f"bars: {OURS} over raw <= {MOST_EXTRA_MS} ms at c=1; x TiPG >= {LEAST_TIMES_TIPG}")


if __name__ == "__main__":
    main()
