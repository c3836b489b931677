"""Small pieces divided again by the exact method: better where it can be, and proven."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from grids.partitioning.dividing.counting import admissible, free_number
from grids.partitioning.dividing.ground import Ground
from grids.partitioning.exact.cut_case import case_of
from grids.partitioning.exact.cut_effort import Effort
from grids.partitioning.exact.cut_proof import prove_cut
from grids.partitioning.exact.cut_search import many_starts
from grids.partitioning.exact.proof import Proof
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run
from grids.partitioning.side_by_side import run_side_by_side, telling

MOST_NODES = 150
SHORT, LONG = 3.0, 120.0  # nominal seconds of `Effort` for an ordinary piece, and a hard one
FEW, MANY = 8, 40  # starts of the simple method before, likewise
SHARED = 4  # pieces that may take so long each; more of them share it
MANY_NODES = 6_000  # of all pieces, were they alike: above it only those out of bounds are proven
TIGHT = 0.2  # bounds less than this share of the maximum apart defeat simple methods


@dataclass(frozen=True, eq=False)
class Question:
    """A piece to prove: the numbers of parts asked for, the division known, and how hard to try.

    `share` of the effort a piece may take, because there are others.
    """

    piece: int
    ground: Ground
    numbers: range
    label: Codes
    hard: bool
    share: float
    seed: int


def prove_pieces(  # noqa: PLR0917 - what is divided and found, by what chance, and whom to ask
    problem: Problem,
    pieces: Sequence[Ground],
    labels: Mapping[int, Codes],
    seed: int,
    run: Run,
    executor: Executor | None,
) -> dict[int, Proof]:
    """Proofs of the pieces that are small enough, where the cut alone is asked for."""
    questions = [
        question
        for piece, label in labels.items()
        if (question := _question(problem, pieces, piece, label, seed)) is not None
    ]
    tasks = [partial(_answer, question, problem.rules) for question in questions]
    proofs = run_side_by_side(tasks, run, executor, telling(run, len(tasks), "prove"))
    return {
        question.piece: proof
        for question, proof in zip(questions, proofs, strict=True)
        if proof is not None
    }


def _question(
    problem: Problem, pieces: Sequence[Ground], piece: int, label: Codes, seed: int
) -> Question | None:
    ground, rules = pieces[piece], problem.rules
    if (
        not by_cut_alone(rules)
        or ground.size > MOST_NODES
        or ground.graph.weight.min(initial=0.0) < 0
    ):
        return None
    kept = keeps_bounds(ground, label, rules)
    numbers = _numbers(rules, pieces, piece, label, kept)
    if not numbers:
        return None
    tight = rules.max_households - rules.min_households < TIGHT * rules.max_households
    hard = not kept or (tight and rules.parts is not None)
    if kept and ground.size * len(pieces) > MANY_NODES:
        return None
    share = min(1.0, SHARED / len(pieces))
    return Question(piece, ground, numbers, label, hard, share, seed)


def by_cut_alone(rules: Rules) -> bool:
    """Whether nothing but the cut is asked for."""
    return all(term == "cut" for term, _ in rules.objective)


def keeps_bounds(ground: Ground, label: Codes, rules: Rules) -> bool:
    """Whether every part of the labelled nodes is within the household bounds."""
    sizes = np.bincount(label, ground.households)
    return bool(((sizes >= rules.min_households) & (sizes <= rules.max_households)).all())


def _numbers(rules: Rules, pieces: Sequence[Ground], piece: int, label: Codes, kept: bool) -> range:
    """The numbers asked for; of several pieces the share of this one; else the one found.

    Where nothing was found, every number that could keep the bounds.
    """
    ground, found = pieces[piece], int(label.max()) + 1
    if rules.parts is not None and len(pieces) > 1:
        return range(found, found + 1)
    if rules.parts is None and kept and not free_number(rules):
        return range(found, found + 1)
    least, most = rules.parts or (1, ground.size)
    total = int(ground.households.sum())
    numbers = [k for k in admissible(total, ground.size, rules) if least <= k <= most]
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)


def _answer(question: Question, rules: Rules, run: Run) -> Proof:
    ground, numbers, hard = question.ground, question.numbers, question.hard
    case = case_of(ground, rules, numbers[0], numbers[-1])
    generator = np.random.default_rng([question.seed, question.piece])
    starts = int((MANY if hard else FEW) * question.share)
    more = many_starts(ground, rules, numbers, starts, generator, run)
    labels = [label[case.order] for label in (question.label, *more)]
    return prove_cut(case, labels, Effort((LONG if hard else SHORT) * question.share, run))
