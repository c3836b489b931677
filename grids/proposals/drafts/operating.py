"""One operation on a draft: checked, made once, written to rows and to the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gis_core.accounts.models import User
from grids.proposals.drafting.kinds import read_wish
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from grids.proposals.drafting.settling import Asked
from grids.proposals.drafts.locking import lock_draft
from grids.proposals.drafts.plans import holding
from grids.proposals.drafts.reads import ask_draft
from grids.proposals.drafts.storing import store_effect
from grids.proposals.drafts.telling import (
    answer_of,
    changes_of,
    effects_since,
    state_of,
    summary_of,
    touched_by,
)
from grids.proposals.models import Operation, Proposal


@dataclass(frozen=True)
class Request:
    """What a window asks for: an operation on the version it shows, to be made once."""

    expected_version: int | None
    operation: Mapping[str, Any]
    idempotency_key: str
    tab: str = ""
    resolutions: Mapping[str, str] = field(default_factory=dict)


def apply_operation(*, proposal: Proposal, user: User, request: Request) -> dict[str, Any]:
    """Make the operation, or find it made; the answer has all that changed since the version.

    Raises:
        VersionMissing, Stale: the request does not fit the draft's version.
        Refused: the draft forbids it; nothing has changed.
    """
    with holding(proposal.pk) as held:
        with transaction.atomic():
            locked = lock_draft(proposal)
            plan = held.at(locked)
            made = _find_made(locked, request)
            if made is None:
                _check_version(locked, plan, request, user)
                asked = ask_draft(locked, plan, read_wish(request.operation))
                made = _make(locked, plan, asked, user, request)
        effects = effects_since(locked, plan, request.expected_version or 0)
        return answer_of(locked, plan, made, effects, user)


def _find_made(proposal: Proposal, request: Request) -> Operation | None:
    """The operation this key has made already. Raises Refused where it was another one."""
    if request.expected_version is None:
        raise VersionMissing("version_missing", _("请求没有说明基于哪个版本。请刷新页面后重试。"))
    made = Operation.objects.filter(proposal=proposal, idempotency_key=request.idempotency_key)
    found = made.select_related("author").first()
    if found is not None and found.request != dict(request.operation):
        raise Refused("key_reused", _("这个操作编号已用于另一项操作。请刷新页面后重试。"))
    return found


def _check_version(proposal: Proposal, plan: Plan, request: Request, user: User) -> None:
    """Refuse what was made on another version than the draft's."""
    expected = request.expected_version
    if expected != proposal.version:
        effects = effects_since(proposal, plan, expected or 0)
        changed = {**state_of(proposal, plan, user, touched_by(plan, effects))}
        changed["changes"] = changes_of(plan, effects)
        raise Stale(_("草案已被别人修改。请查看变化后重新操作。"), changed)


def _make(proposal: Proposal, plan: Plan, asked: Asked, user: User, request: Request) -> Operation:
    """Change the plan and the rows, and write the log."""
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
    )
