"""The least cut of every piece: quick starts side by side, then one division made of them."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from grids.partitioning.dividing.combining import combine
from grids.partitioning.dividing.counting import free_number, shared_out, to_try
from grids.partitioning.dividing.divisions import Division, cost_of
from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.improving import divide_once, keep_present
from grids.partitioning.dividing.keeping import present_of_nodes, tied_to_cores
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run
from grids.partitioning.side_by_side import run_side_by_side

Seeds = tuple[np.random.SeedSequence, ...]


@dataclass(frozen=True)
class Attempt:
    """One number of parts for one piece: a seed for every start, the last for combining them."""

    piece: int
    parts: int
    rank: int
    seeds: Seeds


@dataclass(frozen=True, eq=False)
class Found:
    """Labels of the nodes of a piece and the cost they are compared by."""

    label: Codes
    cost: tuple[int, float]


def least_cuts(
    problem: Problem, pieces: Sequence[Ground], seed: int, run: Run, executor: Executor | None
) -> dict[int, Codes]:
    """Labels of the nodes of every piece somebody got to.

    Unless the number is free, a second one is tried only where the first broke the bounds, and
    none when somebody cancelled.
    """
    present = _present(problem, pieces)
    if present and (price := problem.rules.price_of("change")):
        pieces = [tied_to_cores(*one, price) for one in zip(pieces, present, strict=True)]
    attempts = _attempts(problem, pieces, present, seed)
    best: dict[int, Found] = {}
    total = sum(len(one.seeds) for one in attempts)
    waves = _Waves(problem.rules, pieces, present, run, executor, total)
    for rank in range(max(one.rank for one in attempts) + 1):
        if rank and run.is_cancelled:
            break
        wave = [a for a in attempts if a.rank == rank and _needed(a.piece, best, problem.rules)]
        for attempt, found in zip(wave, waves.combine(waves.start(wave)), strict=True):
            if found and (attempt.piece not in best or found.cost < best[attempt.piece].cost):
                best[attempt.piece] = found
    run.tell(total, total, "divide")
    return {piece: found.label for piece, found in best.items()}


def _present(problem: Problem, pieces: Sequence[Ground]) -> list[Codes]:
    """The present part of each node of each piece, where it matters; else nothing."""
    rules = problem.rules
    if not rules.locked and not rules.price_of("change"):
        return []
    return [present_of_nodes(problem, ground) for ground in pieces]


def starts_for(nodes: int) -> int:
    """Starts per number of parts: fewer where each costs more."""
    return 8 if nodes <= 6_000 else 6 if nodes <= 30_000 else 4


def _attempts(
    problem: Problem, pieces: Sequence[Ground], present: Sequence[Codes], seed: int
) -> list[Attempt]:
    seeds = np.random.SeedSequence(seed).spawn(len(pieces))
    attempts = []
    for piece, numbers in enumerate(_numbers(problem, pieces, present)):
        each = starts_for(pieces[piece].size) + 1
        for rank, parts in enumerate(numbers):
            attempts.append(Attempt(piece, parts, rank, tuple(seeds[piece].spawn(each))))
    return attempts


def _numbers(
    problem: Problem, pieces: Sequence[Ground], present: Sequence[Codes]
) -> list[tuple[int, ...]]:
    """Numbers of parts to try for each piece; as many as there are now first, where that counts."""
    rules = problem.rules
    if rules.parts is None:
        now = [len(np.unique(one[one >= 0])) for one in present] or [0] * len(pieces)
        return [
            to_try(ground.households, rules, number)
            for ground, number in zip(pieces, now, strict=True)
        ]
    totals = [int(ground.households.sum()) for ground in pieces]
    wanted = round(sum(totals) / max(rules.target, 1))
    parts = max(rules.parts[0], min(rules.parts[1], wanted, sum(g.size for g in pieces)))
    sizes = np.array([ground.size for ground in pieces])
    return [(number,) for number in shared_out(np.array(totals), sizes, parts)]


def _needed(piece: int, best: Mapping[int, Found], rules: Rules) -> bool:
    return free_number(rules) or piece not in best or best[piece].cost[0] > 0


Started = list[tuple[Attempt, list[Codes]]]


@dataclass(eq=False)
class _Waves:
    """Attempts side by side, and how many of all their starts have ended."""

    rules: Rules
    pieces: Sequence[Ground]
    present: Sequence[Codes]
    run: Run
    executor: Executor | None
    total: int
    told: int = 0

    def start(self, wave: Sequence[Attempt]) -> Started:
        """The labels every attempt found, one per start somebody got to.

        The first start of every attempt comes before all second ones: cut short, each has one.
        """
        order = sorted((i, at) for at, one in enumerate(wave) for i in range(len(one.seeds) - 1))
        tasks = [
            partial(
                _one_start,
                self.pieces[one.piece],
                self.rules,
                one.parts,
                one.seeds[i],
                self.present[one.piece] if self.present and i == 0 else None,
            )
            for i, one in ((i, wave[at]) for i, at in order)
        ]
        labels = run_side_by_side(tasks, self.run, self.executor, self._tell, least=len(wave))
        self.told += len(tasks)
        found: list[list[Codes]] = [[] for _ in wave]
        for (_, at), label in zip(order, labels, strict=True):
            if label is not None:
                found[at].append(label)
        return list(zip(wave, found, strict=True))

    def combine(self, started: Started) -> list[Found | None]:
        """One division of every attempt, made of what its starts found."""
        tasks = [
            partial(_one_combining, self.pieces[one.piece], self.rules, one, labels)
            for one, labels in started
        ]
        found = run_side_by_side(tasks, self.run, self.executor, self._tell, least=len(tasks))
        self.told += len(tasks)
        return found

    def _tell(self, done: int) -> None:
        self.run.tell(min(self.told + done, self.total), self.total, "divide")


def _one_start(  # noqa: PLR0917 - sent to another process by position
    ground: Ground,
    rules: Rules,
    parts: int,
    seed: np.random.SeedSequence,
    present: Codes | None,
    run: Run,
) -> Codes:
    """Labels of one quick start; from the present division where it is given."""
    generator = np.random.default_rng(seed)
    if present is None:
        return divide_once(ground, parts, rules, generator, run).label
    return keep_present(ground, present, parts, rules, generator, run).label


def _one_combining(
    ground: Ground, rules: Rules, attempt: Attempt, labels: Sequence[Codes], run: Run
) -> Found | None:
    if not labels:
        return None
    generator = np.random.default_rng(attempt.seeds[-1])
    division: Division = combine(ground, labels, rules, generator, run)
    return Found(division.label, cost_of(ground, division, rules))
