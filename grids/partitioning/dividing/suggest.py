"""Suggest grids: connected, within the household bounds, with borders where they are cheap."""

from collections.abc import Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from functools import partial

import numpy as np

from grids.partitioning.assembling import assemble, broken_rules, canonical
from grids.partitioning.certificate import versions
from grids.partitioning.dividing.centred import suggest_centred
from grids.partitioning.dividing.counting import shared_out, to_try
from grids.partitioning.dividing.divisions import cost_of
from grids.partitioning.dividing.ground import Ground, grounds
from grids.partitioning.dividing.improving import divide_once
from grids.partitioning.dividing.naming import part_names
from grids.partitioning.dividing.reasons import explain_grids
from grids.partitioning.errors import ProblemError
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Result, Status, Term
from grids.partitioning.rules import Rules
from grids.partitioning.running import Cancelled, Progress, Run
from grids.partitioning.scorecard import scorecard


@dataclass(frozen=True)
class Attempt:
    """One start of one piece: how many parts, and the seed of its own generator."""

    piece: int
    parts: int
    rank: int
    seed: np.random.SeedSequence


@dataclass(frozen=True, eq=False)
class Found:
    """What an attempt found: labels of nodes and the cost attempts are compared by."""

    attempt: Attempt
    label: Codes
    cost: tuple[int, float]


def suggest_grids(
    problem: Problem,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    executor: Executor | None = None,
) -> Result:
    """Divide cells into connected parts within the household bounds, at the least cut.

    Never across two parents; pieces that do not hang together are divided one by one. What cannot
    be kept is named in `violations` and the status is then "infeasible". Without a time limit the
    same problem and seed give the same result whatever the executor.
    """
    _refuse_unsupported(problem)
    run = Run(time_limit, progress, cancelled)
    if problem.rules.weight_of("distance"):
        by_cut = partial(_labels_by_cut, problem, seed, run, executor)
        return suggest_centred(problem, by_cut, run=run, seed=seed, executor=executor)
    labels, pieces = _labels_by_cut(problem, seed, run, executor)
    return _result(problem, labels, pieces, run, seed)


def _labels_by_cut(
    problem: Problem, seed: int, run: Run, executor: Executor | None
) -> tuple[Codes, int]:
    """The best labels found by cut and bounds, and the number of pieces."""
    pieces = grounds(problem)
    attempts = _attempts(problem, pieces, seed)
    found = _try_all(problem.rules, pieces, attempts, run, executor)
    return _combine(problem, pieces, found), len(pieces)


def _refuse_unsupported(problem: Problem) -> None:
    if problem.rules.locked:
        raise ProblemError(
            "unsupported", "rules.locked", "划分网格尚不支持锁定，请先去掉这条规则。"
        )
    for term, _ in problem.rules.objective:
        if term not in {"cut", "balance", "distance"}:
            text = f"划分网格尚不能以「{term}」为目标，可用：cut、balance、distance。"
            raise ProblemError("unsupported_term", "rules.objective", text)


def _attempts(problem: Problem, pieces: Sequence[Ground], seed: int) -> list[Attempt]:
    """Several starts for every piece and every number of parts worth trying."""
    seeds = np.random.SeedSequence(seed).spawn(len(pieces))
    attempts = []
    for piece, (ground, numbers) in enumerate(zip(pieces, _numbers(problem, pieces), strict=True)):
        starts = starts_for(ground.size)
        children = iter(seeds[piece].spawn(starts * len(numbers)))
        for rank, parts in enumerate(numbers):
            attempts += [Attempt(piece, parts, rank, next(children)) for _ in range(starts)]
    return attempts


def _numbers(problem: Problem, pieces: Sequence[Ground]) -> list[tuple[int, ...]]:
    """Numbers of parts to try for each piece."""
    rules, totals = problem.rules, [int(ground.households.sum()) for ground in pieces]
    if rules.parts is None:
        return [
            to_try(total, ground.size, rules) for total, ground in zip(totals, pieces, strict=True)
        ]
    wanted = round(sum(totals) / max(rules.target, 1))
    parts = max(rules.parts[0], min(rules.parts[1], wanted, sum(g.size for g in pieces)))
    sizes = np.array([ground.size for ground in pieces])
    return [(number,) for number in shared_out(np.array(totals), sizes, parts)]


def starts_for(nodes: int) -> int:
    """Starts per number of parts: many where they cost little."""
    return 4 if nodes <= 1_000 else 2 if nodes <= 6_000 else 1


def attempt_division(ground: Ground, rules: Rules, attempt: Attempt, run: Run) -> Found:
    """One start, improved."""
    generator = np.random.default_rng(attempt.seed)
    division = divide_once(ground, attempt.parts, rules, generator, run)
    return Found(attempt, division.label, cost_of(ground, division, rules))


def _needed(attempt: Attempt, best: dict[int, Found]) -> bool:
    """A second number of parts is tried only where the first could not keep the bounds."""
    known = best.get(attempt.piece)
    return known is None or known.attempt.rank == attempt.rank or known.cost[0] > 0


def _try_all(
    rules: Rules,
    pieces: Sequence[Ground],
    attempts: list[Attempt],
    run: Run,
    executor: Executor | None,
) -> dict[int, Found]:
    """The best find of every piece; ranks one after another, starts of a rank side by side."""
    best: dict[int, Found] = {}
    done = 0
    for rank in range(max(attempt.rank for attempt in attempts) + 1):
        wave = [a for a in attempts if a.rank == rank and _needed(a, best)]
        for found in _try_wave(rules, pieces, wave, run, executor):
            done += 1
            run.tell(done, len(attempts), "divide")
            known = best.get(found.attempt.piece)
            if known is None or found.cost < known.cost:
                best[found.attempt.piece] = found
    run.tell(len(attempts), len(attempts), "divide")
    return best


def _try_wave(
    rules: Rules,
    pieces: Sequence[Ground],
    wave: list[Attempt],
    run: Run,
    executor: Executor | None,
) -> list[Found]:
    """Finds in the order of the wave; fewer when somebody asked to stop."""
    if executor is None:
        return [
            attempt_division(pieces[one.piece], rules, one, run)
            for one in wave
            if not run.should_stop or one.seed.spawn_key[-1] == 0
        ]
    limit = run.seconds_left
    futures = [
        executor.submit(_attempt_elsewhere, pieces[one.piece], rules, one, limit) for one in wave
    ]
    return _gather(futures, run)


def _attempt_elsewhere(
    ground: Ground, rules: Rules, attempt: Attempt, limit: float | None
) -> Found:
    return attempt_division(ground, rules, attempt, Run(limit))


def _gather(futures: list[Future[Found]], run: Run) -> list[Found]:
    waiting = set(futures)
    while waiting and not run.is_cancelled:
        waiting = wait(waiting, timeout=0.2).not_done
    for future in waiting:
        future.cancel()
    return [one.result() for one in futures if one.done() and not one.cancelled()]


def _combine(problem: Problem, pieces: Sequence[Ground], found: dict[int, Found]) -> Codes:
    """One labelling of all units; a piece nobody got to is one part."""
    labels = np.zeros(problem.size, np.int32)
    used = 0
    for number, ground in enumerate(pieces):
        label = found[number].label if number in found else np.zeros(ground.size, np.int32)
        labels[ground.units] = used + ground.on_units(label)
        used += int(label.max()) + 1
    return canonical(labels)


def _result(problem: Problem, labels: Codes, pieces: int, run: Run, seed: int) -> Result:
    names = part_names(problem, labels)
    card = scorecard(problem, labels, names)
    status: Status = "infeasible" if broken_rules(problem, labels, card) else "feasible"
    return assemble(
        problem,
        labels,
        work="divide",
        status="cancelled" if run.is_cancelled else status,
        names=names,
        terms=[Term("cut", card.cut + card.inside)],
        reasons=explain_grids(problem, labels, card, pieces),
        run=run,
        seed=seed,
        certificate={"kind": "none", "versions": versions()},
    )
