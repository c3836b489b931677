"""Our import against ogr2ogr, same rows, same run, same database server.

    python -m tests.bench.importing --buildings 100000

ours   the very command users run: `manage.py import_layer buildings FILE --commit`, from its
       start to its end, through reader, geometry gate and estimates, into basemap_building
same   ogr2ogr with PG_USE_COPY into a copy of that table with all its checks; then the drawn
       column, which it cannot write, and all indexes are added: its quickest way to that table
plain  ogr2ogr with PG_USE_COPY into a table of its own with one spatial index: no checks, no
       drawn column, no county, no estimates

Makes a database of its own on the server of DATABASE_URL and drops it. Needs gdal-bin.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.importing.buildings import write_buildings
from tests.bench.importing.contest import Contest, Timing


def main() -> int:
    """Run the contest and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--buildings", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "buildings.gpkg"
        # In a process of its own: the peak of a program counts that of who started it.
        process = multiprocessing.get_context("spawn").Process(
            target=write_buildings, args=(file, options.buildings)
        )
        process.start()
        process.join()
        print(f"{options.buildings} buildings, {file.stat().st_size / 2**20:.0f} MB, {_machine()}")
        with Contest(file, options.buildings, keep=options.keep) as contest:
            for _ in range(options.rounds):
                _print_round(contest.ours(), contest.same(), contest.plain())
    return 0


def _print_round(ours: Timing, same: Timing, plain: Timing) -> None:
    for name, timing in (("ours", ours), ("same", same), ("plain", plain)):
        print(
            f"{name:6} {timing.seconds:7.2f} s   CPU: client {timing.client_cpu:6.2f}"
            f"   server {timing.server_cpu:6.2f}"
            f"   both {timing.client_cpu + timing.server_cpu:6.2f} s"
            f"   peak {timing.peak_mb:5.0f} MB"
        )
    print(
        f"ours/same {ours.seconds / same.seconds:.2f}   ours/plain"
        f" {ours.seconds / plain.seconds:.2f}   of it starting up {ours.startup:.2f} s"
    )


def _machine() -> str:
    load = os.getloadavg()[0]
    version = subprocess.run(["ogr2ogr", "--version"], capture_output=True, text=True, check=True)
    return f"{os.cpu_count()} cores, load {load:.1f}, {version.stdout.strip()}"


if __name__ == "__main__":
    sys.exit(main())
