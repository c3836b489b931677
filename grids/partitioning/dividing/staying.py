"""Where staying comes first: the fewest households moved, proven for small pieces."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grids.partitioning.certificate import versions
from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.keeping import present_of_nodes
from grids.partitioning.dividing.proving import keeps_bounds
from grids.partitioning.exact.fewest_moved import Moving, fewest_moved
from grids.partitioning.exact.proof import Proof
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Reason, Term
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run
from grids.partitioning.side_by_side import run_side_by_side, telling


def stays_first(rules: Rules) -> bool:
    """Whether the fewest households moved come before everything else."""
    return bool(rules.objective) and (
        rules.objective[0][0] == "change" and (rules.lexicographic or len(rules.objective) == 1)
    )


def prove_stays(
    problem: Problem,
    pieces: Sequence[Ground],
    found: Mapping[int, Codes],
    run: Run,
    executor: Executor | None,
) -> dict[int, Proof]:
    """Proofs for the pieces that keep as many parts as they have now; `problem` with its locks.

    Where nothing moves fewer than what was found, that is the answer: its borders are cheap.
    """
    least, most = problem.rules.parts or (1, problem.size)
    movings = {
        piece: moving
        for piece, ground in enumerate(pieces)
        if (moving := _moving(problem, ground)) is not None and least <= moving.parts <= most
    }
    if problem.rules.parts is not None and len(pieces) > 1:
        return {}
    tasks = [
        partial(fewest_moved, moving, _known(problem, pieces[piece], moving, found.get(piece)))
        for piece, moving in movings.items()
    ]
    proofs = run_side_by_side(tasks, run, executor, telling(run, len(tasks), "prove"))
    return {
        piece: proof
        for piece, proof in zip(movings, proofs, strict=True)
        if proof is not None and proof.label is not None
    }


def _moving(problem: Problem, ground: Ground) -> Moving | None:
    present = present_of_nodes(problem, ground)
    known = np.unique(present[present >= 0])
    if not len(known):
        return None
    code = np.full(int(known.max()) + 2, -1, np.int32)
    code[known] = np.arange(len(known), dtype=np.int32)
    locked = np.isin(ground.units, np.array(problem.rules.locked, np.int32))
    held = np.zeros(ground.size, np.bool_)
    held[ground.node[locked]] = True
    rules = problem.rules
    bounds = rules.min_households, rules.max_households
    apart = _apart(problem, ground)
    return Moving(ground.graph, ground.households, code[present], held, apart, bounds)


def _apart(problem: Problem, ground: Ground) -> list[tuple[int, int]]:
    """The pairs to keep apart as nodes of the piece."""
    node = np.full(problem.size, -1, np.int32)
    node[ground.units] = ground.node
    pairs = [(int(node[a]), int(node[b])) for a, b in problem.rules.apart]
    return [(a, b) for a, b in pairs if a >= 0 and b >= 0]


def _known(problem: Problem, ground: Ground, moving: Moving, label: Codes | None) -> Codes | None:
    """The label found by the names of its parts, where it keeps the bounds."""
    if label is None or not keeps_bounds(ground, label, problem.rules):
        return None
    return _named(moving, label)


def _named(moving: Moving, label: Codes) -> Codes | None:
    """The label with each part called after the present part it shares most households with."""
    parts = int(label.max()) + 1
    shared = np.zeros((parts, moving.parts), np.int64)
    known = moving.present >= 0
    np.add.at(shared, (label[known], moving.present[known]), moving.households[known])
    names: dict[int, int] = {}
    for flat in np.argsort(-shared, axis=None, kind="stable").tolist():
        part, present = divmod(flat, moving.parts)
        if part not in names and present not in names.values():
            names[part] = present
    if len(names) < parts:
        return None
    return np.array([names[part] for part in range(parts)], np.int32)[label]


def bounded_stays(
    terms: Sequence[Term], pieces: Sequence[Ground], proofs: Mapping[int, Proof]
) -> list[Term]:
    """The terms, the households moved with their bound where every piece is proven."""
    if len(proofs) < len(pieces):
        return list(terms)
    return [replace(terms[0], bound=terms[0].value), *terms[1:]]


def certify_stays(
    problem: Problem, pieces: Sequence[Ground], proofs: Mapping[int, Proof]
) -> dict[str, Any]:
    """What is proven, piece by piece."""
    entries = [
        {"units": list(problem.ids(pieces[piece].units)), "moved": proof.value, "proven": True}
        for piece, proof in proofs.items()
    ]
    return {"kind": "fewest_moved", "versions": versions(), "pieces": entries}


def explain_stays(pieces: Sequence[Ground], proofs: Mapping[int, Proof]) -> list[Reason]:
    """What is proven of the households moved, in a sentence."""
    if not proofs:
        return []
    moved = int(sum(proof.value for proof in proofs.values()))
    values = {"pieces": len(pieces), "proven": len(proofs), "moved": moved}
    if len(proofs) < len(pieces):
        zh = f"{len(pieces)} 片中有 {len(proofs)} 片已证明：保持现有个数，变动户数不能再少。"
        en = f"Of {len(pieces)} pieces {len(proofs)} are proven to move as few as can be."
        return [Reason("fewest_moved", (), values, zh, en)]
    zh = f"已证明：保持现有个数并守住上下限，至少要有 {moved} 户变更所属网格，即此划分。"
    en = f"Proven: with as many parts as now and within the bounds, {moved} households must move."
    return [Reason("fewest_moved", (), values, zh, en)]
