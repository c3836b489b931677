"""The run and its table.

    python -m tests.bench.desk --cells 50000 --grids 130 --write docs/benchmarks-desk.md

Bars of issue 4: an operation answered in 150 ms at the 95th percentile with ten planners at work,
a map that can be used in 5 s, a stroke of 500 cells recoloured in 100 ms, of which its figures may
take 10.
"""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import strftime

from tests.bench.desk.browser_side import measure_strokes
from tests.bench.desk.chromium import build_pages, see, see_cold
from tests.bench.desk.cutting import cut_lines
from tests.bench.desk.drafts import plan_strokes, planners_with_drafts
from tests.bench.desk.report import Measured, report
from tests.bench.desk.server_side import fetch_ground, kept_and_afresh, operate
from tests.bench.desk.town import PLANNERS, open_town
from tests.bench.desk.walking import walk
from tests.bench.tiles import servers

PAUSES = (1.5, 0.0)  # seconds between two strokes, a third more or less; and a machine
KEPT = 5  # strokes in one process
WARM = 10  # strokes of each planner after which both processes have read the draft


def main() -> None:
    parser = argparse.ArgumentParser("tests.bench.desk")
    parser.add_argument("--cells", type=int, default=50_000)
    parser.add_argument("--grids", type=int, default=130)
    parser.add_argument("--strokes", type=int, default=20, help="by each planner")
    parser.add_argument("--chromium", action="store_true", help="open the desk in a browser too")
    parser.add_argument("--prepare", action="store_true", help="only make town, drafts and pages")
    parser.add_argument("--afresh", action="store_true", help="make the town again")
    parser.add_argument("--write", type=Path, help="a Markdown page")
    options = parser.parse_args()
    if options.prepare:
        open_town(options.cells, options.grids, afresh=options.afresh)
        planners_with_drafts(PLANNERS)
        build_pages()
        return
    text = report(run(options), _command(options))
    print(text)
    if options.write:
        options.write.write_text(text, "utf-8")


def _command(options: argparse.Namespace) -> str:
    return (
        f"python -m tests.bench.desk --cells {options.cells} --grids {options.grids} --strokes "
        f"{options.strokes}{' --chromium' * options.chromium} --write docs/benchmarks-desk.md"
    )


def run(options: argparse.Namespace) -> Measured:
    """Everything, on one server after the other."""
    url = open_town(options.cells, options.grids, afresh=options.afresh)
    planners = planners_with_drafts(PLANNERS)
    first = planners[0]
    cold = None
    if options.chromium:
        build_pages()
        _say("Chromium on a server that has just begun")
        with servers.wangge(url, "") as (_, port):
            cold = see_cold(port, first.session, first.draft)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wangge-desk-")))
        process, port = stack.enter_context(servers.wangge(url, ""))
        _say("the ground")
        fetched = fetch_ground(port, first.session, first.draft)
        _say("strokes in node")
        strokes = measure_strokes(port, first.session, first.draft, folder)
        count = options.strokes
        _say("both processes read every draft")
        plan_strokes(planners, port, WARM + count * len(PAUSES) + KEPT)
        for planner in planners:
            planner.warm_up(port, WARM)
        _say("planners at work")
        work = [operate(planners, process, port, pause, count) for pause in PAUSES]
        _say(str(work))
        last, seen = planners[-1], None
        if options.chromium:
            _say("Chromium")
            seen = see(port, last.session, last.draft, folder)
            _say(f"{seen}, on a server just begun {cold}")
    _say("kept and afresh")
    kept = kept_and_afresh(first.draft, first.strokes[:KEPT])
    _say("lines across grids")
    cuts = cut_lines()
    sizes, load = _sizes(), os.getloadavg()[1]
    return Measured(*sizes, fetched, work, kept, cuts, strokes, cold, seen, walk(), load)


def _say(what: str) -> None:
    print(f"{strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _sizes() -> tuple[int, int, int]:
    from communities.basemap.models import Cell, CellBorder
    from communities.territory.models import Grid

    return Cell.objects.count(), CellBorder.objects.count(), Grid.objects.count()


if __name__ == "__main__":
    main()
