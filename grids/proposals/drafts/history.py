"""The log of a draft as a window shows it, and what happened since it last asked."""

from typing import Any

from gis_core.accounts.models import User
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.telling import (
    changes_of,
    effects_since,
    state_of,
    tell_operation,
    touched_by,
)
from grids.proposals.models import Operation, Proposal

PAGE = 50


def history_of(proposal: Proposal, before: int, user: User) -> list[dict[str, Any]]:
    """Up to `PAGE` operations before a version, the latest first."""
    made = Operation.objects.filter(proposal=proposal, version__lt=before)
    found = made.select_related("author", "undoes").order_by("-version")[:PAGE]
    return [_line(one, user) for one in found.defer("request", "effect", "undoes__effect")]


def _line(made: Operation, user: User) -> dict[str, Any]:
    return {
        **tell_operation(made),
        "version": made.version,
        "mine": made.author_id == user.pk,
        "undoes": made.undoes.version if made.undoes else None,
    }


def poll_of(proposal: Proposal, plan: Plan, since: int, user: User) -> dict[str, Any]:
    """What changed after version `since`; changes null where nothing did."""
    effects = effects_since(proposal, plan, since)
    return {
        **state_of(proposal, plan, user, touched_by(plan, effects)),
        "changes": changes_of(plan, effects) if effects else None,
        "present": [],
        "operations": [],
    }
