"""The page `docs/benchmarks-desk.md`: what was measured, on what, with which command."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.desk.chromium import Seen
from tests.bench.desk.cutting import CutLines
from tests.bench.desk.server_side import Fetched, Kept, Work
from tests.bench.desk.walking import Walked
from tests.bench.engine.machine import machine

PAGE = """# What the planner's desk costs

Made by

    {command}

on {machine}; load of the machine (5 minutes) at the end: {load:.1f}.

A made town (`make_town`) of {cells:,} cells, {borders:,} borders and {grids} grids, in drafts of \
the whole county; the server is gunicorn with two processes of four threads on PostGIS.

## The ground

What the browser reads once for a draft. Cold: the first question to a server that has just begun, \
which reads the cells and the draft for it.

{ground}

## Walking to venues

Once in a process: the roads of the county as a network in {walked.roads:.1f} s, the ways of all \
cells to {walked.venues} venues in {walked.distances:.1f} s. Within {walked.radius:.0f} m live \
{walked.on_foot:.1%} of the households on foot, {walked.straight:.1%} in a straight line; \
{walked.unreached:,} households walk to no venue within the largest radius.

## Operations

Ten planners at ten drafts, strokes of about 20 cells at borders, with a pause as people make it \
(a third more or less) and without, both processes having read the drafts. Milliseconds from \
asking to the whole answer (figures, totals, violations, outlines of the units touched). Bar: 95 % \
within 150 ms.

{work}

## What is kept, and worked out afresh

Milliseconds for one stroke in one process, medians: figures of both levels and outlines of the \
units touched, against those of the whole draft.

{kept}

## A line across a grid

In one process; lines that cut open ground, so that cells get other shapes and rows are added. \
Bar: 150 ms.

{cuts}

## In the browser

The same code in node: reading the packets, and 300 strokes of 500 cells previewed with the \
figures of every unit touched, against working out the draft's figures again. Bar: 10 ms.

{browser}
{seen}"""

CHROMIUM = """
## In Chromium

Headless, without a GPU, 1280 x 720; where not said otherwise the server has read the draft. \
Until the map is drawn and can be used; strokes of the brush of about {stroke} cells, the whole \
county in view. Bars: 5 s, and 100 ms from the release of the button to the cells in their new \
colour. Beside it the same cells as a plain vector layer of OpenLayers in a map of 900 x 600, 500 \
of them given another style.

{seen}
"""


@dataclass(frozen=True)
class Measured:
    cells: int
    borders: int
    grids: int
    fetched: list[Fetched]
    work: list[Work]
    kept: list[Kept]
    cuts: CutLines
    browser: dict[str, Any]
    cold: float | None
    seen: Seen | None
    walked: Walked
    load: float


def report(found: Measured, command: str) -> str:
    """The page."""
    return PAGE.format(
        command=command,
        machine=machine(),
        load=found.load,
        cells=found.cells,
        borders=found.borders,
        grids=found.grids,
        ground=_ground(found.fetched),
        work=_work(found.work),
        kept=_kept(found.kept),
        cuts=_cuts(found.cuts),
        browser=_browser(found.browser),
        seen=_seen(found.seen, found.cold) if found.seen else "",
        walked=found.walked,
    )


def _ground(fetched: Iterable[Fetched]) -> str:
    head = ("", "cold s", "warm ms", "304 ms", "MB sent", "MB unpacked")
    return _table(head, [
        (one.name, f"{one.cold:.2f}", f"{one.warm * 1e3:.0f}", f"{one.known * 1e3:.0f}",
         f"{one.sent / 1e6:.2f}", f"{one.whole / 1e6:.2f}")
        for one in fetched
    ])  # fmt: skip


def _work(work: Iterable[Work]) -> str:
    head = ("pause s", "operations", "p50 ms", "p95 ms", "most ms", "web CPU ms each",
            "operations/s", "KB each")  # fmt: skip
    return _table(head, [
        (f"{one.pause:g}", f"{one.operations}", f"{one.p50:.0f}", f"{one.p95:.0f}",
         f"{one.most:.0f}", f"{one.cpu:.0f}", f"{one.per_second:.1f}", f"{one.kilobytes:.0f}")
        for one in work
    ])  # fmt: skip


def _kept(kept: Iterable[Kept]) -> str:
    head = ("", "kept ms", "afresh ms", "times")
    return _table(head, [
        (one.name, f"{one.kept * 1e3:.1f}", f"{one.afresh * 1e3:.1f}",
         f"{one.afresh / one.kept:.1f}")
        for one in kept
    ])  # fmt: skip


def _cuts(cuts: CutLines) -> str:
    head = ("cuts", "p50 ms", "most ms", "CPU ms (p50)", "KB (p50)")
    row = (f"{cuts.cuts}", f"{cuts.p50:.0f}", f"{cuts.most:.0f}", f"{cuts.cpu:.0f}",
           f"{cuts.kilobytes:.0f}")  # fmt: skip
    return _table(head, [row])


def _browser(found: dict[str, Any]) -> str:
    once = {
        "read the ground": "groundMs",
        "read the shapes": "shapesMs",
        "figures at hand after a change": "runningMs",
    }
    often = {
        "preview a stroke": "preview",
        "all figures afresh": "afresh",
        "cells under the brush": "brush",
    }
    rows = [[name, f"{found[key]:.0f}", "", ""] for name, key in once.items()]
    for name, key in often.items():
        rows.append([name, *(f"{found[key][share]:.2f}" for share in ("p50", "p95", "most"))])
    ratio = found["afresh"]["p50"] / found["preview"]["p50"]
    return f"{_table(('', 'ms (p50)', 'p95', 'most'), rows)}\n\nAfresh ÷ kept: {ratio:.0f}."


def _seen(seen: Seen, cold: float | None) -> str:
    rows = [
        ("map to be used, server just begun", f"{cold:.0f}" if cold else "gave up", ""),
        ("map to be used, first visit", f"{seen.first:.0f}", ""),
        ("map to be used, again", f"{seen.again:.0f}", f"{seen.peer_first:.0f} (drawing alone)"),
        ("brush moved, consequences and cells drawn", f"{seen.moved:.0f}", ""),
        ("brush released, cells recoloured", f"{seen.released:.0f}", f"{seen.peer:.0f}"),
    ]
    table = _table(("", "ours, ms", "plain vector layer, ms"), rows)
    return CHROMIUM.format(stroke=seen.cells, seen=table)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
