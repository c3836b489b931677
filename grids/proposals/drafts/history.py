"""The log of a draft as a window shows it, and what happened since it last asked."""

from typing import Any

from gis_core.accounts.models import User
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.log import effects_since
from grids.proposals.drafts.presence import present_in
from grids.proposals.drafts.telling import (
    changes_of,
    state_of,
    tell_operation,
    touched_by,
)
from grids.proposals.models import Operation, Proposal

PAGE = 50


def history_of(proposal: Proposal, before: int, user: User) -> list[dict[str, Any]]:
    """Up to `PAGE` operations before a version, the latest first."""
    made = Operation.objects.filter(proposal=proposal, version__lt=before)
    found = made.select_related("author").order_by("-version")[:PAGE]
    undone = undone_versions(proposal)
    return [
        {**_line(one, user), "undone": one.version in undone}
        for one in found.defer("request", "effect")
    ]


def poll_of(proposal: Proposal, plan: Plan, since: int, user: User) -> dict[str, Any]:
    """What changed after version `since`, changes null where nothing did; and who is there."""
    effects = effects_since(proposal, plan, since)
    return {
        **state_of(proposal, plan, user, touched_by(plan, effects), since),
        "changes": changes_of(plan, effects) if effects else None,
        "present": present_in(proposal, user),
        "operations": _made_since(proposal, plan, since, user) if effects else [],
    }


def _made_since(proposal: Proposal, plan: Plan, since: int, user: User) -> list[dict[str, Any]]:
    """The last `PAGE` operations after a version, in order."""
    made = Operation.objects.filter(proposal=proposal, version__gt=since, version__lte=plan.version)
    found = made.select_related("author").order_by("-version").defer("request", "effect")
    return [_line(one, user) for one in found[:PAGE]][::-1]


def _line(made: Operation, user: User) -> dict[str, Any]:
    return {
        **tell_operation(made),
        "version": made.version,
        "mine": made.author_id == user.pk,
    }


def undone_versions(proposal: Proposal) -> set[int]:
    """The versions that are not in force: taken back, and that not taken back in its turn."""
    made = Operation.objects.filter(proposal=proposal, undoes__isnull=False)
    found: set[int] = set()
    for version, undoes in made.order_by("-version").values_list("version", "undoes__version"):
        if version not in found:
            found.add(undoes)
    return found
