"""Leading a case on the way it usually goes, whatever must be seen to before.

The machine asks for anything at random, and would hardly ever come to a published edition: here
somebody does on purpose what the hindrances ask for.
"""

from datetime import timedelta

from django.utils import timezone

from communities.working_days.counting import DayKind
from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.checklist.queries import blocking, checklist
from grids.checklist.waivers import subject_of
from grids.checklist.waiving import waive_fault
from grids.notices.answering import answer
from grids.notices.models import Notice, Objection
from grids.notices.services import Announcement, open_notice
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal, ProposalUnit
from grids.publication.rehoming import decide_rehoming, rehoming_of
from grids.review.commenting import answer_comment, open_threads
from grids.review.contents import content_hash
from grids.review.lifecycle.definition import Transition
from grids.review.moving.context import Case, Moving
from grids.review.moving.hindrances import hindrances_of
from grids.review.queries import case_of
from grids.review.registry import Values
from tests.machine.people import Clock
from tests.review.cast import Cast, lead, papers_of


def onward(case: Case) -> Transition | None:
    """The arrow along the usual way that leads to another step; off it, any way out."""
    status = case.proposal.status
    leaving = [arrow for arrow in case.definition.leaving(status) if arrow.actors]
    on = [one for one in leaving if case.definition.goes_on(one) and one.target != status]
    return next(iter(on or leaving), None)


def go_on(proposal: Proposal, cast: Cast, clock: Clock, days: int) -> None:
    """One step further, with all that hinders it seen to. Raises Refused."""
    proposal.refresh_from_db()
    case = case_of(proposal)
    arrow = onward(case)
    if arrow is None:
        return
    who = cast[arrow.actors[0]]
    if proposal.status == Proposal.Status.PUBLIC_NOTICE:
        show(proposal, cast, clock)
    for hindrance in hindrances_of(Moving(case, arrow, who)):
        see_to(hindrance.code, proposal, cast)
    day = timezone.localdate() + timedelta(days=days) if days else None
    lead(proposal, arrow.key, who, papers=papers_of(proposal), values=Values(day))


def see_to(code: str, proposal: Proposal, cast: Cast) -> None:
    """Do what a hindrance asks for, where that can be done at this step."""
    if code == "comments_open":
        for thread in open_threads(proposal):
            answer_comment(thread=thread, person=cast[Role.PLANNER], text="已改", settles=True)
    elif code == "unconfirmed":
        lead(proposal, "confirm", cast[Role.COMMUNITY_HEAD])
    elif code == "homeless":
        rehome(proposal, cast[Role.REVIEWER])
    elif code.startswith("rule_"):
        let_pass(proposal, cast[Role.REVIEWER])
    elif code in ("stale", "never_audited"):
        again = "audit_again" if proposal.kind == Proposal.Kind.CONSOLIDATION else "review_again"
        lead(proposal, again, cast[Role.REVIEWER])
        raise Refused("reviewed_again", "")


def let_pass(proposal: Proposal, person: User) -> None:
    """Waive whatever holds the case up and may be waived."""
    for line in blocking(checklist(proposal)):
        for fault in line.faults if line.waivable else ():
            if fault.open and fault.blocking:
                waive_fault(
                    proposal=proposal, person=person, rule=line.key, reason="山区",
                    subject=subject_of(fault.unit), seen_hash=content_hash(proposal),
                )  # fmt: skip


def rehome(proposal: Proposal, person: User) -> None:
    """Everybody of a place that ends goes to the first unit of its level, or ends with it."""
    for line in rehoming_of(proposal):
        units = ProposalUnit.objects.filter(proposal=proposal, retired=False)
        unit = units.filter(level=line.place.level).order_by("number").first()
        one = line.homeless
        decide_rehoming(
            proposal=proposal, kind=one.kind, key=one.key, unit=unit.number if unit else None,
            person=person, reason="并入",
        )  # fmt: skip


def show(proposal: Proposal, cast: Cast, clock: Clock) -> None:
    """Show it to the public, wait for the end, and answer all that was said."""
    notice = Notice.objects.filter(proposal=proposal, state=Notice.State.OPEN).first()
    notice = notice or announce(proposal, cast[Role.REVIEWER], days=7)
    clock.pass_days(max(0, (notice.closes_on - timezone.localdate()).days + 1))
    for objection in Objection.objects.filter(notice=notice, outcome=""):
        reply(objection, cast[Role.REVIEWER])


def announce(proposal: Proposal, person: User, days: int) -> Notice:
    said = Announcement(
        title="调整公示", office="县民政局", channel="网站", opens_on=timezone.localdate(),
        days=days, day_kind=DayKind.CALENDAR,
    )  # fmt: skip
    return open_notice(proposal=proposal, said=said, person=person, seen_version=proposal.version)


def reply(objection: Objection, person: User) -> None:
    seen = objection.version
    answer(objection=objection, outcome="adopted", text="已改", person=person, seen_version=seen)
