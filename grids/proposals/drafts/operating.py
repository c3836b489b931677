"""One operation on a draft: checked, made once, written to rows and to the log."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gis_core.accounts.models import User
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused, VersionMissing
from grids.proposals.drafts.deciding import Decided, decide
from grids.proposals.drafts.locking import lock_draft
from grids.proposals.drafts.plans import holding
from grids.proposals.drafts.requests import Request
from grids.proposals.drafts.storing import store_effect
from grids.proposals.drafts.telling import (
    answer_of,
    summary_of,
)
from grids.proposals.models import Operation, Proposal


def apply_operation(*, proposal: Proposal, user: User, request: Request) -> dict[str, Any]:
    """Make the operation, or find it made; the answer has all that changed since the version.

    Raises:
        VersionMissing, Stale: the request does not fit the draft's version.
        Conflicting: others changed the same since.
        Refused: the draft forbids it; nothing has changed.
    """
    with holding(proposal.pk) as held:
        with transaction.atomic():
            locked = lock_draft(proposal)
            plan = held.at(locked)
            made = _find_made(locked, user, request)
            if made is None:
                made = _make(locked, plan, decide(locked, plan, user, request), user, request)
        return answer_of(locked, plan, made, user, request.expected_version or 0)


def _find_made(proposal: Proposal, user: User, request: Request) -> Operation | None:
    """The operation this key has made already. Raises Refused where it was another one."""
    if request.expected_version is None:
        raise VersionMissing("version_missing", _("请求没有说明基于哪个版本。请刷新页面后重试。"))
    made = Operation.objects.filter(proposal=proposal, idempotency_key=request.idempotency_key)
    found = made.select_related("author").first()
    if found is None:
        return None
    if found.author_id != user.pk or found.request != dict(request.operation):
        raise Refused("key_reused", _("这个操作编号已用于另一项操作。请刷新页面后重试。"))
    return found


def _make(
    proposal: Proposal, plan: Plan, decided: Decided, user: User, request: Request
) -> Operation:
    """Change the plan and the rows, and write the log."""
    asked = decided.asked
    touched = plan.apply(asked.effect)
    plan.version = proposal.version = proposal.version + 1
    store_effect(proposal, plan, asked.effect, touched)
    proposal.summary = summary_of(plan)
    proposal.save(update_fields=["version", "summary", "changed_at"])
    with override(settings.LANGUAGE_CODE):
        label = str(asked.label)[:200]
    return Operation.objects.create(
        proposal=proposal,
        version=plan.version,
        kind=request.operation["kind"],
        author=user,
        tab=request.tab,
        idempotency_key=request.idempotency_key,
        label=label,
        request=dict(request.operation),
        effect=asked.effect.to_json(),
        undoes=decided.undoes,
    )
