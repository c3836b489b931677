"""From a request to what it changes now: asked, taken back, or merged with what others did."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gis_core.accounts.models import User
from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.kinds import read_wish
from grids.proposals.drafting.merging import find_conflicts, merge
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Conflicting, Stale
from grids.proposals.drafting.settling import Asked, Told
from grids.proposals.drafting.wishes import Wish
from grids.proposals.drafts.choices import Settled, read_choices
from grids.proposals.drafts.disputes import tell_conflicts
from grids.proposals.drafts.log import effects_since
from grids.proposals.drafts.meanwhile import Meanwhile, meanwhile
from grids.proposals.drafts.past import plan_of, sketch_of
from grids.proposals.drafts.reads import ask_draft
from grids.proposals.drafts.requests import Request
from grids.proposals.drafts.taking_back import TakeBack, ask_back
from grids.proposals.drafts.telling import changes_of, state_of, touched_by
from grids.proposals.models import Operation, Proposal

FROM_THE_LOG: Mapping[str, type[Wish]] = {"undo": TakeBack, "redo": TakeBack}


class Decided(NamedTuple):
    """What to do, and the operation it takes back."""

    asked: Asked
    undoes: Operation | None = None


def decide(proposal: Proposal, plan: Plan, user: User, request: Request) -> Decided:
    """What the request changes in the draft as it is, whoever changed it since the version seen.

    Raises:
        Stale: the request is ahead of the draft.
        Conflicting: others changed the same, and it is not said who is to have it.
        Refused: the draft forbids it.
    """
    wish = read_wish(request.operation, FROM_THE_LOG)
    if isinstance(wish, TakeBack):
        return Decided(*ask_back(proposal, plan, user, wish))
    settled = read_choices(request)
    if settled.base > plan.version:
        text = _("草案的版本比请求的还早，可能恢复过备份。请刷新页面后重新操作。")
        raise Stale(text, changed_since(proposal, plan, user, 0))
    since = meanwhile(proposal, plan, user, request.tab, settled.base)
    if not since.others:
        return Decided(ask_draft(proposal, plan, wish))
    seen = plan_of(plan, since.seen, settled.base)
    asked = ask_draft(proposal, seen, wish)
    told = _open_conflicts(plan, since, asked.effect, settled)
    if told:
        changed = changed_since(proposal, plan, user, request.expected_version or 0)
        text = _("有 %(count)s 处与别人的修改冲突。请逐处选择采用谁的。") % {"count": len(told)}
        raise Conflicting(text, {**changed, "conflicts": told})
    effect = merge(since.seen, sketch_of(plan), asked.effect, since.others, settled.choices)
    return Decided(Asked(effect, _tell(asked, effect)))


def changed_since(proposal: Proposal, plan: Plan, user: User, version: int) -> dict[str, Any]:
    """How the draft stands, and what is different from a version."""
    effects = effects_since(proposal, plan, version)
    state = state_of(proposal, plan, user, touched_by(plan, effects), version)
    return {**state, "changes": changes_of(plan, effects)}


def _open_conflicts(
    plan: Plan, since: Meanwhile, mine: Effect, settled: Settled
) -> list[dict[str, Any]]:
    """The conflicts nobody has settled yet, as the desk shows them."""
    found = find_conflicts(since.seen, sketch_of(plan), mine, since.others)
    still = [one for one in found if one.version not in settled.choices]
    return tell_conflicts(still, settled, since.rows, {**plan.units, **since.seen.units})


def _tell(asked: Asked, effect: Effect) -> Told:
    """The label of what was merged; it says where nothing of it was left to do."""
    if effect != Effect():
        return asked.label
    return Told(gettext_noop("%(label)s（采用他人的修改，未作改变）"), {"label": asked.label})
