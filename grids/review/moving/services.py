"""Leading a case on: one transaction, the row locked, everything checked, written once."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.accounts.confirming import doubt_of
from gis_core.accounts.models import Membership, User
from grids.proposals.drafting.refusals import Refused, VersionMissing
from grids.proposals.drafts.plans import holding
from grids.proposals.models import Proposal
from grids.review.acting import membership_for
from grids.review.choices import who_leads
from grids.review.lifecycle.checking import PUBLISHED
from grids.review.lifecycle.compulsory import CONFIRMED
from grids.review.lifecycle.definition import Transition
from grids.review.models import CaseEvent
from grids.review.moving.context import Case, Moving
from grids.review.moving.hindrances import hindrances_of
from grids.review.notifying import tell_of_move
from grids.review.papers import PaperSaid, add_papers
from grids.review.queries import case_of
from grids.review.refusals import Hindered, MovedOn, NotYours
from grids.review.registry import Values, consequence_of
from grids.review.separation import record_of, said


def move(
    *,
    proposal: Proposal,
    transition: str,
    person: User,
    seen_version: int | None,
    seen_hash: str | None,
    reason: str = "",
    password: str = "",
    code: str = "",
    papers: Sequence[PaperSaid] = (),
    values: Values = Values(),  # noqa: B008  # a tuple
) -> CaseEvent:
    """Lead a case along an arrow of its life-cycle. `seen_version` is the number of the last
    event the person saw (0 for none), `seen_hash` of the contents they looked at.

    Raises:
        VersionMissing: either is not said.
        NotYours: the person has no such role here, or duties are separated.
        MovedOn: the case or its contents are not what the person saw.
        Hindered: guards are not satisfied.
        Refused: there is no such arrow, or the reason, the password or the code of a second
            factor is missing or wrong.
    """
    if seen_version is None or not seen_hash:
        raise VersionMissing("version_missing", _("请求没有说明基于哪个版本。请刷新页面后重试。"))
    # The plan before the row, as operations do: guards read it with the row locked.
    with holding(proposal.pk), transaction.atomic():
        case = case_of(_lock(proposal))
        arrow = _arrow(case, transition)
        held = _role(case, arrow, person)
        _same(case, arrow, seen_version, seen_hash)
        _separate(case, arrow, person)
        _needs(arrow, person, reason.strip(), (password, code))
        add_papers(case.proposal, person, papers)
        return _make(Moving(case, arrow, person, reason.strip()), held, values)


@transaction.atomic
def move_by_system(*, proposal: Proposal, transition: str, reason: str) -> CaseEvent:
    """Lead a case along an arrow nobody goes: a proposal whose ground another one took.

    Raises Refused: the arrow is one for people, or does not lead from where the case is.
    """
    case = case_of(_lock(proposal))
    arrow = _arrow(case, transition)
    if arrow.actors or case.proposal.status not in arrow.origin:
        raise Refused("no_such_transition", _("系统不能办理这一步。请由有权限的人办理。"))
    return _make(Moving(case, arrow, None, reason), None, Values())


def _lock(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",))
    related = rows.select_related("county", "place", "edition", "rule_set", "cell_set", "author")
    return related.get(pk=proposal.pk)


def _arrow(case: Case, transition: str) -> Transition:
    arrow = case.definition.transition(transition)
    if arrow is None:
        text = _("本县的流程里没有“%(key)s”这一步。请刷新页面后重新选择。")
        raise Refused("no_such_transition", text % {"key": transition[:30]})
    return arrow


def _role(case: Case, arrow: Transition, person: User) -> Membership:
    """The membership the person acts by, read now: a role taken away a moment ago is gone."""
    held = membership_for(person, case.proposal, arrow.action, arrow.actors, arrow.departments)
    if held is None:
        roles = "、".join(who_leads(arrow)) or _("系统")
        text = _("“%(what)s”由%(roles)s办理，您没有这项职责。请联系他们办理。")
        raise NotYours("not_your_part", text % {"what": _(arrow.label), "roles": roles})
    return held


def _same(case: Case, arrow: Transition, version: int, contents: str) -> None:
    if version == case.version and case.proposal.status == PUBLISHED:
        text = _(
            "方案已公布，只等生效日，不能再“%(what)s”。公布的版次不能撤回；"
            "如需更改，请在生效后另提方案（可恢复从前的版次）。"
        )
        raise MovedOn("moved_on", text % {"what": _(arrow.label)})
    if version != case.version or case.proposal.status not in arrow.origin:
        text = _("方案已到“%(step)s”，与您看到的不同。请刷新页面，看过最新情况后再办理。")
        raise MovedOn("moved_on", text % {"step": _(str(case.proposal.get_status_display()))})
    if contents != case.contents:
        text = _("方案的内容在您查看之后有变化。请刷新页面，看过最新内容后再办理。")
        raise MovedOn("contents_changed", text)


def _separate(case: Case, arrow: Transition, person: User) -> None:
    bars = record_of(case.proposal).bars(person.pk, arrow)
    if bars:
        raise NotYours(f"separation_{bars[0]}", said(bars, arrow))


def _needs(arrow: Transition, person: User, reason: str, proof: tuple[str, str]) -> None:
    if arrow.reason and not reason:
        text = _("办理“%(what)s”须写明理由。请填写后重新提交。")
        raise Refused("reason_missing", text % {"what": _(arrow.label)})
    doubt = ""
    if arrow.password or arrow.action in CONFIRMED:
        doubt = doubt_of(person, *proof)
    if doubt == "wrong_password":
        text = _("办理“%(what)s”须重新输入您的登录密码，密码不对。请重新输入。")
        raise Refused(doubt, text % {"what": _(arrow.label)})
    if doubt:
        text = _("办理“%(what)s”还须输入手机上的验证码，验证码不对或已用过。请等下一个验证码。")
        raise Refused(doubt, text % {"what": _(arrow.label)})


def _make(moving: Moving, held: Membership | None, values: Values) -> CaseEvent:
    hindrances = hindrances_of(moving)
    if hindrances:
        raise Hindered(hindrances)
    case, arrow, proposal = moving.case, moving.arrow, moving.proposal
    moving.event = CaseEvent.objects.create(
        proposal=proposal,
        lifecycle=case.lifecycle,
        sequence=case.version + 1,
        transition=arrow.key,
        label=arrow.label,
        action=arrow.action,
        origin=proposal.status,
        target=arrow.target,
        binds=arrow.binds,
        actor=moving.person,
        role=held.role if held else "",
        place=held.place_key if held else None,
        reason=moving.reason,
        version=proposal.version,
        content_hash=case.contents,
        values=values.to_json(),
    )
    proposal.status = arrow.target
    proposal.save(update_fields=["status", "changed_at"])
    if arrow.then:
        _follow(moving, values)
    tell_of_move(moving)
    return moving.event


def _follow(moving: Moving, values: Values) -> None:
    consequence = consequence_of(moving.arrow.then)
    if consequence is None:  # registered when the guards were asked
        raise LookupError(f"nobody does {moving.arrow.then}")
    consequence(moving, values)
