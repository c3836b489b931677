"""Deciding for many at once where they go, as somebody saw the list."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from grids.proposals.drafting.refusals import Refused, VersionMissing
from grids.proposals.models import Proposal
from grids.publication.models import Rehoming
from grids.publication.overtaking import OVER
from grids.publication.rehoming import Line, decide_rehoming, rehoming_of
from grids.review.choices import require_part
from grids.review.queries import case_of
from grids.review.refusals import MovedOn

DECIDERS = (Action.EDIT_DRAFT, Action.SUBMIT, Action.REVIEW)
MOST_NAMED = 3


class Chosen(NamedTuple):
    """One row of the list, the unit it goes to (None: it ends), and the stamp (`Line.stamp`) of
    what somebody saw to have been decided for it."""

    kind: str
    key: str
    unit: int | None
    stamp: str


@transaction.atomic
def decide_together(
    *,
    proposal: Proposal,
    person: User,
    rows: Sequence[Chosen],
    reason: str = "",
) -> list[Rehoming]:
    """Let each of these go to its unit, or end. All of it or nothing.

    Raises:
        NotYours: the person neither draws, submits nor reviews this proposal.
        VersionMissing: a row does not say what was seen of it.
        MovedOn: somebody decided otherwise for one of the rows since.
        Refused: none is named, the case is over, or what `decide_rehoming` refuses.
    """
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    require_part(case_of(proposal), person, *DECIDERS)
    _still_open(proposal)
    if not rows:
        raise Refused("nothing_chosen", _("没有选中任何一项。请勾选要安排的人员或资源。"))
    _as_seen(proposal, rows)
    return [
        decide_rehoming(
            proposal=proposal,
            kind=row.kind,
            key=row.key,
            unit=row.unit,
            person=person,
            reason=reason,
        )
        for row in rows
    ]


def _still_open(proposal: Proposal) -> None:
    if proposal.status in OVER:
        text = _("方案%(step)s，安置不能再改。")
        raise Refused("case_closed", text % {"step": _(str(proposal.get_status_display()))})


def _as_seen(proposal: Proposal, rows: Sequence[Chosen]) -> None:
    if not all(row.stamp for row in rows):
        raise VersionMissing("version_missing", _("请求没有说明基于哪个版本。请刷新页面后重试。"))
    there = {(line.homeless.kind, line.homeless.key): line for line in rehoming_of(proposal)}
    found = [(there.get((row.kind, row.key)), row.stamp) for row in rows]
    if None in (line for line, _stamp in found):
        raise MovedOn("moved_on", _("名单在您查看之后有变化。请刷新页面后重新选择。"))
    changed = [line for line, stamp in found if line is not None and line.stamp != stamp]
    if changed:
        text = _("%(who)s在您查看之后已由他人另作安排。请刷新页面，看过后再决定。")
        raise MovedOn("decided_since", text % {"who": _named(changed)})


def _named(lines: Sequence[Line]) -> str:
    names = "、".join(f"“{line.homeless.what}”" for line in lines[:MOST_NAMED])
    more = _("等 %(count)s 项") % {"count": len(lines)} if len(lines) > MOST_NAMED else ""
    return f"{names}{more}"
