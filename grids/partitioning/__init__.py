"""The partitioning engine: a problem of numpy arrays in; labels, proofs and reasons out.

Imports nothing of the project. The model, the format and the sources are in `docs/engine.md`.
"""

from grids.partitioning.checking import check, false_claims
from grids.partitioning.dividing.suggest import prove_grids, suggest_grids
from grids.partitioning.errors import ProblemError
from grids.partitioning.evaluating import Change, RunningDivision, Totals
from grids.partitioning.explaining.grids import explain_division, explain_moves
from grids.partitioning.explaining.merges import explain_pair, explain_unit, plans_within
from grids.partitioning.merging.pareto import Front, pareto_merges
from grids.partitioning.merging.suggest import suggest_merges
from grids.partitioning.problem import Problem
from grids.partitioning.reading import read_problem, read_result, write_problem, write_result
from grids.partitioning.result import Part, Reason, Result, Term, Violation
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run
from grids.partitioning.scorecard import Scorecard, scorecard

__all__ = [
    "Change",
    "Front",
    "Part",
    "Problem",
    "ProblemError",
    "Reason",
    "Result",
    "Rules",
    "Run",
    "RunningDivision",
    "Scorecard",
    "Term",
    "Totals",
    "Violation",
    "check",
    "explain_division",
    "explain_moves",
    "explain_pair",
    "explain_unit",
    "false_claims",
    "pareto_merges",
    "plans_within",
    "prove_grids",
    "read_problem",
    "read_result",
    "scorecard",
    "suggest_grids",
    "suggest_merges",
    "write_problem",
    "write_result",
]
