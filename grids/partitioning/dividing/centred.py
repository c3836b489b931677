"""Grids around centres: the least household-distance, proven where the piece is small enough."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial

import numpy as np

from grids.partitioning.assembling import assemble, broken_rules, canonical
from grids.partitioning.dividing.centred_pieces import Piece, pieces_of, solve_piece, walked
from grids.partitioning.dividing.centred_reasons import certify_pieces, explain_pieces
from grids.partitioning.dividing.naming import part_names
from grids.partitioning.dividing.reasons import explain_grids
from grids.partitioning.errors import ProblemError
from grids.partitioning.exact.proof import Proof
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Result, Status, Term, Violation
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run
from grids.partitioning.scorecard import Scorecard, scorecard
from grids.partitioning.side_by_side import run_side_by_side, telling

MOST = 3_000  # units of one piece: the distances between all of them are held in memory
WEIGHED = ("distance", "cut", "balance")
UNKNOWN = Proof(None, np.inf, -np.inf, proven=False)


Solved = tuple[Piece, Proof]


def suggest_centred(
    problem: Problem,
    otherwise: Callable[[], tuple[Codes, int]],
    *,
    run: Run,
    seed: int,
    executor: Executor | None,
) -> Result:
    """Divide so that households are near the best unit of their part.

    `otherwise` gives labels of all units when some piece has no division within the rules.
    """
    refuse_what_has_no_centre(problem)
    pieces = pieces_of(problem)
    _refuse_large(pieces)
    seeds = np.random.SeedSequence(seed).spawn(len(pieces))
    proofs = _solve_all(problem.rules, pieces, seeds, run, executor)
    solved = list(zip(pieces, proofs, strict=True))
    labels = _labels(problem, solved)
    return _result(problem, solved, otherwise()[0] if labels is None else labels, run, seed)


def refuse_what_has_no_centre(problem: Problem) -> None:
    """Rules that cannot be kept together with this objective yet."""
    rules = problem.rules
    for name in ("together", "apart", "locked"):
        if getattr(rules, name):
            text = "以「distance」为目标时尚不支持这条规则，请去掉它，或改用 cut 为目标。"
            raise ProblemError("unsupported", f"rules.{name}", text)
    if rules.lexicographic and len(rules.objective) > 1:
        text = "以「distance」为目标时尚不支持逐项优先，请改写为带权重的目标。"
        raise ProblemError("unsupported", "rules.objective", text)
    for term, _ in rules.objective:
        if term not in WEIGHED:
            text = f"「distance」尚不支持与「{term}」一同衡量，可用：{'、'.join(WEIGHED)}。"
            raise ProblemError("unsupported_term", "rules.objective", text)
    if rules.distance == "euclidean" and problem.size > 1 and not problem.xy.any():
        text = "按直线距离计算需要各单元的 x、y，请补充坐标，或改用 hops。"
        raise ProblemError("missing_places", "units", text)


def _refuse_large(pieces: Sequence[Piece]) -> None:
    largest = max(len(piece.units) for piece in pieces)
    if largest > MOST:
        text = f"一片有 {largest} 个单元，以「distance」为目标最多 {MOST} 个，请分片划分。"
        raise ProblemError("too_many_units", "units", text)


def _solve_all(
    rules: Rules,
    pieces: Sequence[Piece],
    seeds: Sequence[np.random.SeedSequence],
    run: Run,
    executor: Executor | None,
) -> list[Proof]:
    """One proof per piece, whoever found it; nothing known of those nobody got to."""
    tasks = [
        partial(solve_piece, piece, rules, own) for piece, own in zip(pieces, seeds, strict=True)
    ]
    tell = telling(run, len(tasks), "divide")
    proofs = run_side_by_side(tasks, run, executor, tell, least=len(tasks))
    return [UNKNOWN if proof is None else proof for proof in proofs]


def _labels(problem: Problem, solved: Sequence[Solved]) -> Codes | None:
    """One labelling of all units; None where some piece has none."""
    labels = np.zeros(problem.size, np.int32)
    used = 0
    for piece, proof in solved:
        if proof.label is None:
            return None
        labels[piece.units] = used + proof.label
        used += int(proof.label.max()) + 1
    return canonical(labels)


def _result(
    problem: Problem, solved: Sequence[Solved], labels: Codes, run: Run, seed: int
) -> Result:
    names = part_names(problem, labels)
    card = scorecard(problem, labels, names)
    term = _term(problem, solved, labels, card)
    broken = broken_rules(problem, labels, card)
    status = "cancelled" if run.is_cancelled else _status(solved, labels, len(card.parts), broken)
    reasons = explain_grids(problem, labels, card, len(solved))
    return assemble(
        problem,
        labels,
        work="divide",
        status=status,
        card=card,
        broken=broken,
        terms=[term],
        reasons=[*reasons, *explain_pieces(problem, solved, labels)],
        run=run,
        seed=seed,
        certificate=certify_pieces(problem, solved, labels),
    )


def _status(
    solved: Sequence[Solved], labels: Codes, parts: int, broken: Sequence[Violation]
) -> Status:
    served = sum(len(walked(piece, labels)[0]) for piece, _ in solved)
    if broken or served < parts:
        return "infeasible"
    proven = all(proof.proven and proof.label is not None for _, proof in solved)
    return "optimal" if proven else "feasible"


def _term(problem: Problem, solved: Sequence[Solved], labels: Codes, card: Scorecard) -> Term:
    """The objective: the distance alone, or the weighted sum with what else is weighed.

    A bound of the distance bounds the sum, whose other terms are never negative.
    """
    rules = problem.rules
    value = sum(walked(piece, labels)[1] for piece, _ in solved)
    bound = sum(proof.bound for _, proof in solved)
    known = bool(np.isfinite(bound))
    if len(rules.objective) == 1:
        return Term("distance", value, min(bound, value) if known else None)
    off = sum(abs(part.target_deviation) for part in card.parts)
    weighted = (
        rules.weight_of("distance") * value
        + rules.weight_of("cut") * (card.cut + card.inside)
        + rules.weight_of("balance") * off
    )
    return Term("weighted", weighted, rules.weight_of("distance") * bound if known else None)
