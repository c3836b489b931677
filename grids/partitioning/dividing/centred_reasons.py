"""Why these grids around centres: where the centres lie, and how good the division is."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grids.partitioning.certificate import versions
from grids.partitioning.dividing.centred_pieces import Piece, walked
from grids.partitioning.exact.proof import Proof
from grids.partitioning.hashing import input_hash, plain_rules
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Reason

Solutions = Sequence[tuple[Piece, Proof]]


def explain_pieces(problem: Problem, solved: Solutions, labels: Codes) -> list[Reason]:
    """The centres, parts without one, and for each piece what is proven of it."""
    centres: dict[int, int] = {}
    total = 0.0
    for piece, _ in solved:
        found, distance = walked(piece, labels)
        centres |= found
        total += distance
    reasons = [_centres(problem, centres, total)]
    for part in range(int(labels.max()) + 1):
        if part not in centres:
            reasons.append(_no_centre(problem.ids(np.flatnonzero(labels == part))))
    return reasons + [_proof(problem, piece, proof) for piece, proof in solved]


def _centres(problem: Problem, centres: Mapping[int, int], total: float) -> Reason:
    mean = total / max(1, int(problem.households.sum()))
    unit = "步" if problem.rules.distance == "hops" else "米"
    en = "hops" if problem.rules.distance == "hops" else "m"
    places = problem.ids([centres[part] for part in sorted(centres)])
    return Reason(
        "centres",
        places,
        {"mean_distance": mean, "measure": problem.rules.distance},
        f"中心设在 {'、'.join(places)}，各户到所在处中心平均 {mean:.2f} {unit}。",
        f"Centres at {', '.join(places)}; {mean:.2f} {en} from a household on average.",
    )


def _no_centre(units: tuple[str, ...]) -> Reason:
    return Reason(
        "no_centre",
        units,
        {},
        f"{'、'.join(units)} 所在处没有能到达其全部单元的服务点，请增设服务点或补全距离矩阵。",
        f"No site of the part reaches all of {', '.join(units)}.",
    )


def _proof(problem: Problem, piece: Piece, proof: Proof) -> Reason:
    """What is proven of a piece, in a sentence."""
    count, rules = len(piece.units), problem.rules
    units = () if count == problem.size else problem.ids(piece.units)
    values: dict[str, Any] = {"units": count, "parts": [list(one) for one in piece.numbers]}
    if proof.label is None and proof.proven:
        return Reason(
            "proven_impossible",
            units,
            values,
            f"已证明：这 {count} 个单元无论怎样划分，都不能同时做到部分数量合适、各处相连、"
            f"每处 {rules.min_households}—{rules.max_households} 户。可放宽上下限或改变数量。",
            f"Proven: no division of these {count} units is connected and within the bounds.",
        )
    if proof.label is None:
        return Reason(
            "none_found",
            units,
            values,
            f"没有找到这 {count} 个单元合乎规则的划分，也没有证明它不存在。",
            f"No division of these {count} units within the rules was found, nor ruled out.",
        )
    values |= {"value": proof.value, "bound": proof.bound}
    if proof.proven:
        return Reason(
            "proven_best",
            units,
            values,
            f"已证明：{_number(proof.label)}，总距离 {proof.value:.10g} 已是最小。",
            f"Proven: with {int(proof.label.max()) + 1} parts, {proof.value:.10g} is the least.",
        )
    share = max(0.0, 1 - proof.bound / proof.value) if proof.value else 0.0
    return Reason(
        "bounded",
        units,
        values | {"gap": share},
        f"目标值 {proof.value:.10g}，任何划分都不低于 {proof.bound:.10g}，"
        f"至多还能改进 {share:.1%}。",
        f"Value {proof.value:.10g}; none is below {proof.bound:.10g}: at most {share:.1%} better.",
    )


def _number(label: Codes) -> str:
    return f"分为 {int(label.max()) + 1} 处时"


def certify_pieces(problem: Problem, solved: Solutions, labels: Codes) -> dict[str, Any]:
    """One entry per piece: its units, their centres, and the prices that prove its root bound.

    `value` and `bound` are those of the piece; where `bound` is above `root_bound` it rests on
    the search, of which `nodes` is the number of subproblems.
    """
    return {
        "kind": "hess",
        "input_hash": input_hash(problem),
        "rules": plain_rules(problem.rules),
        "versions": versions(),
        "pieces": [
            {
                "units": list(problem.ids(piece.units)),
                "centres": list(problem.ids(sorted(walked(piece, labels)[0].values()))),
                "value": _finite(proof.value),
                "bound": _finite(proof.bound),
                "proven": proof.proven,
                **proof.certificate,
            }
            for piece, proof in solved
        ],
    }


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
