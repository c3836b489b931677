"""Why cells are where they are: the operations of the log that put them there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.plan import Plan
from grids.proposals.models import Operation, Proposal

MOST = 3  # operations named for one piece


@dataclass(frozen=True)
class Step:
    """One operation as a reason: what it did, who made it, when."""

    version: int
    label: str
    author: str
    at: datetime


@dataclass(frozen=True, eq=False)
class Reasons:
    """`last` (n,): index into `steps` of the last operation that moved each cell, -1 for none.

    A grid that went to another community took the cells with it that it has in the end.
    """

    steps: tuple[Step, ...]
    last: Codes

    def of(self, rows: Sequence[int]) -> list[Step]:
        """The operations that moved these cells last, the one with most of them first."""
        places, counts = np.unique(self.last[list(rows)], return_counts=True)
        order = np.lexsort((places, -counts))
        found = [int(places[one]) for one in order if places[one] >= 0]
        return [self.steps[place] for place in found[:MOST]]


def reasons_of(proposal: Proposal, plan: Plan) -> Reasons:
    """The operations behind a draft's present state, by cell."""
    made = Operation.objects.filter(proposal=proposal, version__lte=plan.version)
    rows = made.order_by("version").select_related("author").defer("request")
    last = np.full(plan.ground.size, -1, np.int32)
    steps = []
    for place, one in enumerate(rows):
        steps.append(Step(one.version, one.label, str(one.author or ""), one.made_at))
        effect = Effect.from_json(one.effect)
        for move in effect.moves:
            last[list(move.rows)] = place
        for change in effect.units:
            before, after = change.before, change.after
            if before and after and before.parent != after.parent:
                last[plan.labels == change.number] = place
    return Reasons(tuple(steps), last)
