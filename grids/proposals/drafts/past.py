"""A draft as it was: its present state with the later operations taken back."""

import numpy as np

from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.sketch import Sketch
from grids.proposals.drafts.telling import effects_since
from grids.proposals.models import Proposal


def sketch_of(plan: Plan) -> Sketch:
    """The plan's state as a sketch of its own."""
    locked = set(np.flatnonzero(plan.locked).tolist())
    return Sketch(plan.labels.copy(), dict(plan.units), locked, dict(plan.ground.cuts.shapes))


def sketch_at(proposal: Proposal, plan: Plan, version: int) -> Sketch:
    """The state of an earlier version, by the log."""
    return sketch_of(plan).rewind(reversed(effects_since(proposal, plan, version)))
