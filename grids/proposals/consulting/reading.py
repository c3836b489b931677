"""A draft's state from its plan: as it is, or as it was at an earlier version."""

import numpy as np

from grids.proposals.consulting.posing import Setting
from grids.proposals.consulting.question import QuestionRefused
from grids.proposals.consulting.state import DraftState
from grids.proposals.drafts.log import effects_since
from grids.proposals.drafts.past import sketch_of
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Proposal

RESHAPED = "提问之后草案里切分过单元。请重新提问。"


def read_setting(proposal: Proposal, version: int | None = None) -> Setting:
    """The draft at this version, the present one unless another is given, and its ground.

    Raises:
        QuestionRefused: cells were cut since, so that rows mean something else.
    """
    with reading(proposal.pk) as plan:
        sketch, ground, own = sketch_of(plan), plan.ground, not plan.consolidates
        then = plan.version if version is None else version
        effects = effects_since(proposal, plan, then)
    if any(effect.shapes for effect in effects):
        raise QuestionRefused("draft_reshaped", RESHAPED)
    sketch.rewind(reversed(effects))
    locked = np.zeros(ground.size, np.bool_)
    locked[sorted(sketch.locked)] = True
    return Setting(DraftState(sketch.labels, locked, sketch.units), ground, own)
