"""The partitioning engine: a problem of numpy arrays in; labels, proofs and reasons out.

Imports nothing of the project. The model, the format and the sources are in `docs/engine.md`.
"""

from grids.partitioning.checking import check, false_claims
from grids.partitioning.dividing.suggest import suggest_grids
from grids.partitioning.errors import ProblemError
from grids.partitioning.evaluating import Change, RunningDivision, Totals
from grids.partitioning.merging.suggest import suggest_merges
from grids.partitioning.problem import Problem
from grids.partitioning.reading import read_problem, read_result, write_result
from grids.partitioning.result import Part, Reason, Result, Term, Violation
from grids.partitioning.rules import Rules
from grids.partitioning.scorecard import Scorecard, scorecard

__all__ = [
    "Change",
    "Part",
    "Problem",
    "ProblemError",
    "Reason",
    "Result",
    "Rules",
    "RunningDivision",
    "Scorecard",
    "Term",
    "Totals",
    "Violation",
    "check",
    "false_claims",
    "read_problem",
    "read_result",
    "scorecard",
    "suggest_grids",
    "suggest_merges",
    "write_result",
]
