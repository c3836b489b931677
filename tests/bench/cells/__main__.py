"""Seconds and cells per second for growing towns, or for one real district."""

import argparse
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path

from communities.basemap.cells import (
    CellSource,
    check_cells,
    join_cells,
    make_faces,
    tessellate_faces,
)
from tests.bench.cells.blocks import make_blocks
from tests.cells.real import load_district

COLUMNS = ("town", "buildings", "faces", "cells", "faces s", "cells s", "join s", "check s")
RATES = ("total s", "CPU s", "CPU ms/building", "cells/s", "wrong", "peak MB")
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def main() -> None:
    """Print one row for each town."""
    wanted = _parse()
    print(" | ".join((*COLUMNS, *RATES)))
    for name, source in _towns(wanted):
        print(" | ".join(_measure(name, source, wanted.jobs)), flush=True)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.cells", description=__doc__)
    parser.add_argument("--buildings", type=int, nargs="*", default=[2_500, 5_000, 10_000, 20_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--districts", nargs="*", default=[], help="names in the archive")
    parser.add_argument("--archive", type=Path, help="cn_osm_districts.gpkg.zip")
    return parser.parse_args()


def _towns(wanted: argparse.Namespace) -> Iterator[tuple[str, CellSource]]:
    for name in wanted.districts:
        yield name, load_district(wanted.archive, name, paths=name == "Xiamen_Gulangyu")
    for count in [] if wanted.districts else wanted.buildings:
        yield "blocks", make_blocks(count, wanted.seed)


def _measure(name: str, source: CellSource, jobs: int) -> list[str]:
    """One row: what was made, how long each step took, what the check found."""
    cpu, clock = _cpu_seconds(), [time.perf_counter()]
    faces = make_faces(source)
    clock.append(time.perf_counter())
    with ProcessPoolExecutor(jobs) as executor:
        done = list(tessellate_faces(faces.tasks, executor))
    clock.append(time.perf_counter())
    cells = join_cells(faces, done)
    clock.append(time.perf_counter())
    cpu = _cpu_seconds() - cpu
    wrong = check_cells(cells, source)
    clock.append(time.perf_counter())
    total, count = clock[3] - clock[0], len(source.buildings)
    steps = [f"{late - early:.1f}" for early, late in pairwise(clock)]
    rates = [f"{total:.1f}", f"{cpu:.1f}", f"{1000 * cpu / count:.2f}", f"{len(cells) / total:.0f}"]
    made = [name, str(count), str(len(faces.tasks)), str(len(cells))]
    return [*made, *steps, *rates, str(len(wrong)), f"{_peak_megabytes():.0f}"]


def _cpu_seconds() -> float:
    """Of this process and of the workers that have ended."""
    used = [resource.getrusage(who) for who in WHO]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak_megabytes() -> float:
    """Of the largest process so far."""
    return max(resource.getrusage(who).ru_maxrss for who in WHO) / 1024


if __name__ == "__main__":
    main()
