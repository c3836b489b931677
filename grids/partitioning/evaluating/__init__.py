"""The running figures of a division that somebody is changing, one operation after another.

>>> division = RunningDivision(problem, labels)
>>> change = division.apply({unit: part})
>>> division.apply(change.undo)
"""

from grids.partitioning.evaluating.division import Change, RunningDivision, Totals
from grids.partitioning.evaluating.measuring import Measure

__all__ = ["Change", "Measure", "RunningDivision", "Totals"]
