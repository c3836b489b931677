"""Term by term over groups that are made as they are called for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from grids.partitioning.graph import components, linking
from grids.partitioning.merging.branching import Node
from grids.partitioning.merging.columns import USUAL_TERMS, Columns
from grids.partitioning.merging.enumeration import Ground
from grids.partitioning.merging.generating.field import Field, field_of
from grids.partitioning.merging.generating.node import Cuts, Effort, Question, solve_node
from grids.partitioning.merging.generating.pool import Pool
from grids.partitioning.merging.generating.tree import bound_of, prove
from grids.partitioning.merging.generating.windows import better_plan
from grids.partitioning.merging.planning import solve_task
from grids.partitioning.merging.selection import Stage
from grids.partitioning.merging.tasks import Row, new_task
from grids.partitioning.merging.terms import limits_on_parts, stage_costs
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.running import Run

STEPS = 20_000_000  # of search for the tree of a term; twice as many for its root
NODE_UNITS = 6_000  # nodes of the tree over the columns made so far, times units


FIRST = 2  # terms for which windows of the plan are chosen again
TERMS = {"undersized", *USUAL_TERMS}


@dataclass(frozen=True, eq=False)
class Generated:
    """The parts of the best plan met, the stages with what proves them, and columns made."""

    parts: tuple[Codes, ...]
    stages: tuple[Stage, ...]
    columns: int


def generate_plan(
    problem: Problem, ground: Ground, members: list[Codes], columns: Columns, run: Run
) -> Generated | None:
    """The best plan found from these columns on, its bounds proven by prices.

    None where nothing was found in time, and where groups cannot be told by the prices of their
    units: weighted terms, `balance`, units kept together that do not hang together.
    """
    terms = tuple(stage_costs(problem, columns))
    if set(terms) - TERMS or any(not _hangs_together(problem, units) for units in members):
        return None
    pool = Pool(problem, members, columns)
    units = np.sort(np.concatenate(members)).astype(np.int32)
    limits = tuple((row.name, row.most) for row in limits_on_parts(problem, columns))
    field = field_of(problem, ground, members)
    return _Generating(field, pool, _Asked(units, terms, limits), run).solve()


def _everyone_alone(pool: Pool) -> Codes:
    """The plan that merges nobody, as columns."""
    sizes = [len(own) for own in pool.members]
    alone = [pool.known[np.array([node], np.int32).tobytes()] for node in range(len(sizes))]
    return np.sort(np.array(alone, np.int32))


def _hangs_together(problem: Problem, units: Codes) -> bool:
    if len(units) == 1:
        return True
    inside = np.isin(problem.edges, units).all(axis=1) & linking(problem)
    _, piece = components(problem.size, problem.edges, inside)
    return len(np.unique(piece[units])) == 1


@dataclass(frozen=True, eq=False)
class _Asked:
    """The units of a piece, the terms in order, and the limits of the rules: (name, most)."""

    units: Codes
    terms: tuple[str, ...]
    limits: tuple[tuple[str, int], ...]


class _Generating:
    """The stages of one piece."""

    def __init__(self, field: Field, pool: Pool, question: _Asked, run: Run) -> None:
        self.field, self.pool, self.run = field, pool, run
        self.units, self.terms, self.limits = question.units, question.terms, question.limits
        self.chosen = None if self.limits else _everyone_alone(pool)

    def solve(self) -> Generated | None:
        """Term by term: the groups called for, the best plan over them, and the tree."""
        trees: list[Node | None] = []
        for place in range(len(self.terms)):
            if self.run.should_stop:
                break
            trees.append(self._stage(place))
            if self.chosen is None:
                return None
        if self.chosen is None:
            return None
        parts = tuple(self.pool.columns.units(int(column)) for column in self.chosen)
        return Generated(parts, self._stages(trees), self.pool.columns.size)

    def _stages(self, trees: Sequence[Node | None]) -> tuple[Stage, ...]:
        """Value and bound of every term, for the plan at the end and the limits it sets."""
        stages, limits = [], dict(self.limits)
        for term, tree in zip_longest(self.terms, trees):
            value = self._value(term)
            bound = None if tree is None else bound_of(tree, limits, value)
            stages.append(Stage(term, value, bound, tree))
            limits[term] = value
        return tuple(stages)

    def _value(self, term: str) -> int:
        return int(self.pool.columns.costs[term][self.chosen].sum())

    def _stage(self, place: int) -> Node | None:
        """The tree of one term, None where no relaxation was solved; `chosen` is bettered."""
        root = solve_node(self._question(place), Cuts(), Effort(2 * STEPS))
        self._choose(self._question(place))
        if self.chosen is None:
            return None
        least = None if root is None else root.duals.least
        if not self.limits and place < FIRST and self._value(self.terms[place]) != least:
            self._better()
        if root is None:
            return None
        proof = prove(self._question(place), root, self.chosen, Effort(STEPS))
        self.chosen = proof.plan
        return proof.root

    def _question(self, place: int) -> Question:
        earlier = self.terms[:place]
        limits = (*self.limits, *((term, self._value(term)) for term in earlier))
        return Question(self.field, self.pool, self.units, self.terms[place], limits, self.run)

    def _choose(self, question: Question) -> None:
        """The best plan over the columns made so far."""
        columns = self.pool.columns
        ones = columns.costs["parts"]
        known = {**columns.costs, "parts_least": -ones}
        rows = tuple(Row(name, known[name], most) for name, most in question.limits)
        task = new_task(columns, self.units, columns.costs[question.term], rows)
        start = np.empty(0, np.int32) if self.chosen is None else self.chosen
        nodes = max(1, NODE_UNITS // len(self.units))
        found = solve_task(task, self.chosen, start, self.run, nodes)
        if found is not None:
            self.chosen = found[0]

    def _better(self) -> None:
        """Windows of the plan chosen again, by the first terms."""
        if self.chosen is not None:
            self.chosen = better_plan(self.pool, self.chosen, self.terms[:FIRST], self.run)
