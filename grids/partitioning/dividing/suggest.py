"""Suggest grids: connected, within the household bounds, with borders where they are cheap."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

import numpy as np

from grids.partitioning.assembling import assemble, broken_rules, canonical
from grids.partitioning.dividing.attempts import least_cuts
from grids.partitioning.dividing.bounding import bound_pieces
from grids.partitioning.dividing.centred import suggest_centred
from grids.partitioning.dividing.ground import Ground, grounds
from grids.partitioning.dividing.improving import LARGE
from grids.partitioning.dividing.locks import with_locks
from grids.partitioning.dividing.naming import part_names
from grids.partitioning.dividing.proof_reasons import certify_grids, explain_proofs
from grids.partitioning.dividing.proving import MOST_NODES, by_cut_alone, prove_pieces
from grids.partitioning.dividing.reasons import explain_grids
from grids.partitioning.dividing.staying import (
    bounded_stays,
    certify_stays,
    explain_stays,
    prove_stays,
    stays_first,
)
from grids.partitioning.dividing.terms import grid_terms, in_weights, refuse_terms
from grids.partitioning.exact.proof import Proof
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Result, Status, Term
from grids.partitioning.running import Cancelled, Progress, Run
from grids.partitioning.scorecard import scorecard

STRAY = 1.0  # what the search adds to every metre of border along no barrier, in metres of cut


def suggest_grids(
    problem: Problem,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    executor: Executor | None = None,
    bound: bool = False,
    prove: bool = True,
) -> Result:
    """Divide cells into connected parts within the household bounds, at the least cut.

    Never across two parents; pieces that do not hang together are divided one by one. What cannot
    be kept is named in `violations` and the status is then "infeasible". Without a time limit the
    same problem and seed give the same result whatever the executor. With `bound`, pieces too
    large to be proven get a lower bound on their cut; it takes ten times as long. Without `prove`
    the division found is answered at once; `prove_grids` takes it from there.
    """
    refuse_terms(problem)
    run = Run(time_limit, progress, cancelled)
    if problem.rules.weight_of("distance"):
        by_cut = partial(_labels_by_cut, problem, seed, run, executor)
        return suggest_centred(problem, by_cut, run=run, seed=seed, executor=executor)
    pieces, found = _search_by_cut(problem, seed, run, executor)
    if not prove:
        return _result(problem, _combine(problem, pieces, found), pieces, {}, run, seed)
    return _proven(problem, pieces, found, seed, run, executor, bound=bound)


def prove_grids(
    problem: Problem,
    labels: Codes,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    executor: Executor | None = None,
) -> Result:
    """The proof of a division that is known, (n,) `labels`, or a better one with its proof.

    Connected parts are meant; the work `suggest_grids` goes on with after its search.
    """
    run = Run(time_limit, progress, cancelled)
    pieces = grounds(with_locks(in_weights(problem)))
    found = {number: _on_nodes(ground, labels) for number, ground in enumerate(pieces)}
    return _proven(problem, pieces, found, seed, run, executor)


def _on_nodes(ground: Ground, labels: Codes) -> Codes:
    """Labels of units as labels of the nodes of one piece, numbered from 0."""
    label = np.empty(ground.size, np.int32)
    label[ground.node] = labels[ground.units]
    return np.unique(label, return_inverse=True)[1].astype(np.int32)


def _proven(  # noqa: PLR0917 - what was divided and found, and whom to ask
    problem: Problem,
    pieces: list[Ground],
    found: dict[int, Codes],
    seed: int,
    run: Run,
    executor: Executor | None,
    *,
    bound: bool = False,
) -> Result:
    """The division found, or the better one the proofs came upon, with what is proven."""
    if stays_first(problem.rules):
        held = with_locks(in_weights(problem))
        proofs = prove_stays(held, pieces, found, run, executor)
        found = found | {piece: one.label for piece, one in proofs.items() if one.label is not None}
        labels = _combine(problem, pieces, found)
        return _with_stays(_result(problem, labels, pieces, {}, run, seed), problem, pieces, proofs)
    proofs = prove_pieces(problem, pieces, found, seed, run, executor)
    if bound:
        proofs |= bound_pieces(problem.rules, pieces, found, proofs, run, executor)
    found = found | {piece: one.label for piece, one in proofs.items() if one.label is not None}
    return _result(problem, _combine(problem, pieces, found), pieces, proofs, run, seed)


def _labels_by_cut(
    problem: Problem, seed: int, run: Run, executor: Executor | None
) -> tuple[Codes, int]:
    """The best labels found by cut and bounds, and the number of pieces."""
    pieces, found = _search_by_cut(problem, seed, run, executor)
    return _combine(problem, pieces, found), len(pieces)


def _search_by_cut(
    problem: Problem, seed: int, run: Run, executor: Executor | None
) -> tuple[list[Ground], dict[int, Codes]]:
    """The pieces, and the best labels found for the nodes of each by cut and bounds."""
    held = with_locks(in_weights(problem))
    pieces = grounds(held)
    return pieces, least_cuts(held, _shy_of_strays(held, pieces), seed, run, executor)


def _shy_of_strays(problem: Problem, pieces: list[Ground]) -> list[Ground]:
    """The pieces as they are searched: where the cut alone is asked for, nothing is proven and the
    ground is not large, metres along no barrier cost more; the median cut rises by a per cent."""
    asked = by_cut_alone(problem.rules) and bool((problem.barrier >= 0).any())
    searched = [asked and MOST_NODES < piece.size <= LARGE for piece in pieces]
    if not any(searched):
        return pieces
    shy = grounds(problem, STRAY)
    return [shy[at] if priced else pieces[at] for at, priced in enumerate(searched)]


def _combine(problem: Problem, pieces: Sequence[Ground], found: dict[int, Codes]) -> Codes:
    """One labelling of all units; a piece nobody got to is one part."""
    labels = np.zeros(problem.size, np.int32)
    used = 0
    for number, ground in enumerate(pieces):
        label = found.get(number, np.zeros(ground.size, np.int32))
        labels[ground.units] = used + ground.on_units(label)
        used += int(label.max()) + 1
    return canonical(labels)


def _result(  # noqa: PLR0917 - what was divided, what is proven, and how it was run
    problem: Problem,
    labels: Codes,
    pieces: Sequence[Ground],
    proofs: Mapping[int, Proof],
    run: Run,
    seed: int,
) -> Result:
    names = part_names(problem, labels)
    card = scorecard(problem, labels, names)
    broken = broken_rules(problem, labels, card)
    proven = not broken and _is_proven(problem, pieces, proofs)
    status: Status = "infeasible" if broken else "optimal" if proven else "feasible"
    return assemble(
        problem,
        labels,
        work="divide",
        status="cancelled" if run.is_cancelled else status,
        card=card,
        broken=broken,
        terms=_bounded(grid_terms(problem, labels, card), pieces, proofs),
        reasons=[
            *explain_grids(problem, labels, card, len(pieces)),
            *explain_proofs(problem, pieces, proofs),
        ],
        run=run,
        seed=seed,
        certificate=certify_grids(problem, pieces, proofs),
        lexicographic=problem.rules.lexicographic,
    )


def _with_stays(
    result: Result, problem: Problem, pieces: Sequence[Ground], proofs: Mapping[int, Proof]
) -> Result:
    """The result with what is proven of the households moved."""
    if not proofs:
        return result
    return replace(
        result,
        objective=tuple(bounded_stays(result.objective, pieces, proofs)),
        explanation=(*result.explanation, *explain_stays(pieces, proofs)),
        certificate=certify_stays(problem, pieces, proofs),
    )


def _is_proven(problem: Problem, pieces: Sequence[Ground], proofs: Mapping[int, Proof]) -> bool:
    """Every piece is; of several pieces a number of parts shared among them is not weighed."""
    shared = problem.rules.parts is not None and len(pieces) > 1
    return not shared and all(
        piece in proofs and proofs[piece].proven for piece in range(len(pieces))
    )


def _bounded(
    terms: Sequence[Term], pieces: Sequence[Ground], proofs: Mapping[int, Proof]
) -> list[Term]:
    """The terms, the first with a bound where every piece has one."""
    gaps = [one.value - one.bound for one in proofs.values() if one.label is not None]
    if len(gaps) < len(pieces):
        return list(terms)
    return [replace(terms[0], bound=terms[0].value - sum(gaps)), *terms[1:]]
