"""The log of a draft: one row for every version."""

from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.plan import Plan
from grids.proposals.models import Operation, Proposal


def effects_since(proposal: Proposal, plan: Plan, version: int) -> list[Effect]:
    """What was done after a version, up to that of the plan, in order."""
    if version >= plan.version:
        return []
    made = Operation.objects.filter(
        proposal=proposal, version__gt=version, version__lte=plan.version
    )
    effects = made.order_by("version").values_list("effect", flat=True)
    return [Effect.from_json(effect) for effect in effects]
