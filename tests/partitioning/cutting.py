"""A piece of a problem that says how many parts it wants, and the proof of its least cut."""

from grids.partitioning import Problem
from grids.partitioning.dividing.ground import grounds
from grids.partitioning.exact.cut_case import Case, case_of
from grids.partitioning.exact.cut_effort import Effort
from grids.partitioning.exact.cut_proof import prove_cut
from grids.partitioning.exact.proof import Proof


def case(problem: Problem) -> Case:
    """The only piece of a problem that says how many parts it wants."""
    [ground] = grounds(problem)
    assert problem.rules.parts is not None
    return case_of(ground, problem.rules, *problem.rules.parts)


def proven(problem: Problem, effort: float = 20.0) -> Proof:
    """The proof without a division to start from."""
    return prove_cut(case(problem), [], Effort(effort))
