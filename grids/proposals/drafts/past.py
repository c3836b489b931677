"""A draft as it was: its present state with the later operations taken back."""

import numpy as np

from grids.proposals.drafting.cutting import ground_with
from grids.proposals.drafting.ground import Cuts
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.sketch import Sketch
from grids.proposals.drafts.log import effects_since
from grids.proposals.models import Proposal


def sketch_of(plan: Plan) -> Sketch:
    """The plan's state as a sketch of its own."""
    locked = set(np.flatnonzero(plan.locked).tolist())
    cuts = plan.ground.cuts
    first = plan.ground.size - len(cuts.root)
    root = {first + place: row for place, row in enumerate(cuts.root)}
    return Sketch(plan.labels.copy(), dict(plan.units), locked, dict(cuts.shapes), root)


def sketch_at(proposal: Proposal, plan: Plan, version: int) -> Sketch:
    """The state of an earlier version, by the log."""
    return sketch_of(plan).rewind(reversed(effects_since(proposal, plan, version)))


def plan_of(plan: Plan, sketch: Sketch, version: int = 0) -> Plan:
    """A plan of its own of another state of the same draft, measured."""
    locked = np.zeros(len(sketch.labels), np.bool_)
    locked[sorted(sketch.locked)] = True
    ground = plan.ground
    if ground.uncut and sketch.shapes != ground.cuts.shapes:
        ground = ground_with(ground.uncut, Cuts(sketch.shapes, ground.cuts.root))
    return Plan(ground, plan.kind, sketch.units.values(), sketch.labels, locked, version=version)
