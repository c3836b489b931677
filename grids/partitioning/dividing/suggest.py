"""Suggest grids: connected, within the household bounds, with borders where they are cheap."""

from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial

import numpy as np

from grids.partitioning.assembling import assemble, broken_rules, canonical
from grids.partitioning.certificate import versions
from grids.partitioning.dividing.attempts import least_cuts
from grids.partitioning.dividing.centred import suggest_centred
from grids.partitioning.dividing.ground import Ground, grounds
from grids.partitioning.dividing.locks import with_locks
from grids.partitioning.dividing.naming import part_names
from grids.partitioning.dividing.reasons import explain_grids
from grids.partitioning.dividing.terms import grid_term, refuse_terms
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Result, Status
from grids.partitioning.running import Cancelled, Progress, Run
from grids.partitioning.scorecard import scorecard


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
    refuse_terms(problem)
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
    held = with_locks(problem)
    pieces = grounds(held)
    labels = least_cuts(held, pieces, seed, run, executor)
    return _combine(problem, pieces, labels), len(pieces)


def _combine(problem: Problem, pieces: Sequence[Ground], found: dict[int, Codes]) -> Codes:
    """One labelling of all units; a piece nobody got to is one part."""
    labels = np.zeros(problem.size, np.int32)
    used = 0
    for number, ground in enumerate(pieces):
        label = found.get(number, np.zeros(ground.size, np.int32))
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
        terms=[grid_term(problem, labels, card)],
        reasons=explain_grids(problem, labels, card, pieces),
        run=run,
        seed=seed,
        certificate={"kind": "none", "versions": versions()},
    )
