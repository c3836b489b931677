"""What the server's answers cost: the ground, an operation, and the same worked out afresh."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.bench.desk.asking import Window, must, timed
from tests.bench.desk.planners import Planner, Stroke, all_at_work, percentiles
from tests.bench.tiles.load import cpu_of_group


@dataclass(frozen=True)
class Fetched:
    """Seconds to answer when the server has just begun, when it is kept, and when it is known;
    bytes compressed and not."""

    name: str
    cold: float
    warm: float
    known: float
    sent: int
    whole: int


@dataclass(frozen=True)
class Work:
    """Milliseconds of waiting for operations, CPU milliseconds of the web server for each."""

    pause: float
    operations: int
    p50: float
    p95: float
    most: float
    cpu: float
    per_second: float
    kilobytes: float


def fetch_ground(port: int, session: str, draft: str) -> list[Fetched]:
    """Of a server that has answered nothing yet."""
    window = Window(port, session)
    return [_fetch(window, f"/api/drafts/{draft}/{name}", name) for name in ("ground", "shapes")]


def _fetch(window: Window, path: str, name: str) -> Fetched:
    first = must(window.get(path))
    warm = timed(lambda: must(window.get(path)), 5)
    etag = first.headers["ETag"]
    known = timed(lambda: must(window.get(path, **{"If-None-Match": etag}), 304), 5)
    sent = len(first.body)
    return Fetched(name, first.seconds, warm, known, sent, len(gzip.decompress(first.body)))


def operate(planners: Sequence[Planner], process: int, port: int, pause: float, count: int) -> Work:
    """Everybody draws so many strokes, pausing between two of them."""
    for planner in planners:
        planner.seconds.clear()
        planner.sizes.clear()
    cpu = cpu_of_group(process)
    took = all_at_work(planners, port, pause, count)
    cpu = cpu_of_group(process) - cpu
    seconds = [one for planner in planners for one in planner.seconds]
    sizes = [one for planner in planners for one in planner.sizes]
    wanted = count * len(planners)
    if len(seconds) != wanted:
        raise RuntimeError(f"{wanted - len(seconds)} of {wanted} operations failed")
    p50, p95, most = percentiles(seconds)
    each = cpu * 1000 / len(seconds)
    return Work(
        pause,
        len(seconds),
        p50,
        p95,
        most,
        each,
        len(seconds) / took,
        sum(sizes) / len(sizes) / 1e3,
    )


@dataclass(frozen=True)
class Kept:
    """Seconds for one stroke: what is kept brought up to date, and all worked out again."""

    name: str
    kept: float
    afresh: float


def kept_and_afresh(draft: str, strokes: Sequence[Stroke]) -> list[Kept]:
    """Figures and outlines after strokes on one draft, in this process; medians."""
    from grids.proposals.drafting.effects import Effect, Move
    from grids.proposals.drafting.outlines import outline_of
    from grids.proposals.drafting.plan import Plan
    from grids.proposals.drafts.plans import reading

    figures: list[tuple[float, float]] = []
    outlines: list[tuple[float, float]] = []
    with reading(draft) as shared:  # type: ignore[arg-type]  # as its address has it
        plan = Plan(shared.ground, shared.kind, shared.units.values(), shared.labels, shared.locked)
        live = sorted(number for number, unit in plan.units.items() if not unit.retired)
        for number in live:
            outline_of(plan, number)
        for stroke in strokes:
            rows = np.array(stroke.rows)
            moves = [
                Move(tuple(rows[plan.labels[rows] == before].tolist()), int(before), stroke.to)
                for before in np.unique(plan.labels[rows])
            ]
            effect = Effect(moves=tuple(moves))
            kept = timed(lambda effect=effect: plan.apply(effect), 1)  # type: ignore[misc]
            touched = [number for number in live if number not in plan.outlines]
            drawn = timed(lambda: [outline_of(plan, number) for number in touched], 1)  # noqa: B023
            anew: list[Plan] = []
            fresh = timed(
                lambda: anew.append(  # noqa: B023
                    Plan(plan.ground, plan.kind, plan.units.values(), plan.labels, plan.locked)
                ),
                1,
            )
            whole = timed(lambda: [outline_of(anew[0], number) for number in live], 1)  # noqa: B023
            figures.append((kept, fresh))
            outlines.append((drawn, whole))
    return [_median("figures", figures), _median("outlines", outlines)]


def _median(name: str, pairs: list[tuple[float, float]]) -> Kept:
    kept, afresh = np.median(np.array(pairs), axis=0).tolist()
    return Kept(name, kept, afresh)
