"""What was said, shown and done about a case, as its papers tell it."""

from collections import defaultdict

from grids.checklist.rules import RULES
from grids.notices.models import Notice
from grids.notices.queries import evidence_of
from grids.packets.contents.held import (
    ConditionSet,
    Event,
    NoticeHeld,
    ObjectionSaid,
    PaperHeld,
    Said,
    StepOfWay,
    Thread,
    WaiverGiven,
)
from grids.proposals.models import Proposal
from grids.review.keeping import lifecycle_of
from grids.review.models import CaseEvent, Comment

LABELS = {rule.key: rule.label for rule in RULES}


def events_of(proposal: Proposal) -> list[Event]:
    """All transitions, the first first."""
    rows = CaseEvent.objects.filter(proposal=proposal).select_related("actor").order_by("sequence")
    return [
        Event(
            sequence=one.sequence,
            label=one.label,
            actor=str(one.actor or "系统"),
            role=one.get_role_display() if one.role else "",
            reason=one.reason,
            at=one.at,
            content_hash=one.content_hash,
        )
        for one in rows
    ]


def threads_of(proposal: Proposal) -> list[Thread]:
    """The comments with their answers, the first first; a thread is open until it is settled."""
    rows = Comment.objects.filter(proposal=proposal).select_related("author")
    answers: dict[int, list[Comment]] = defaultdict(list)
    for row in rows.order_by("made_at", "pk"):
        answers[row.thread_id or row.pk].append(row)
    return [
        Thread(number, _about(said[0]), tuple(map(_said, said)), open=not said[-1].settles)
        for number, said in enumerate(answers.values(), start=1)
    ]


def _about(comment: Comment) -> str:
    if comment.unit_name:
        return comment.unit_name
    return "图上位置" if comment.geom else "方案整体"


def _said(comment: Comment) -> Said:
    role = comment.get_role_display()
    return Said(comment.text, str(comment.author), role, comment.made_at, comment.settles)


def notices_of(proposal: Proposal) -> list[NoticeHeld]:
    """All public notices, the first first, with every objection and its answer."""
    return [_notice(one) for one in proposal.notices.order_by("opened_at")]


def _notice(notice: Notice) -> NoticeHeld:
    evidence = evidence_of(notice)
    tally = evidence["tally"]
    plain = (
        "title", "office", "channel", "opens_on", "closes_on", "days", "day_kind",
        "map_review_number", "content_hash",
    )  # fmt: skip
    return NoticeHeld(
        **{name: evidence[name] for name in plain},
        state=notice.get_state_display(),
        note=notice.note,
        received=tally["received"],
        adopted=tally["adopted"],
        not_adopted=tally["not_adopted"],
        owed=tally["owed"],
        objections=tuple(ObjectionSaid(**one) for one in evidence["objections"]),
    )


def papers_of(proposal: Proposal) -> list[PaperHeld]:
    """The documents on record, by their day."""
    rows = proposal.papers.order_by("day", "added_at", "pk")
    return [PaperHeld(one.kind, one.number, one.day, one.note) for one in rows]


def waivers_of(proposal: Proposal, content: str) -> list[WaiverGiven]:
    """All waivers ever given; those of other contents do not hold any more."""
    return [
        WaiverGiven(
            rule=one.rule,
            label=LABELS.get(one.rule, one.rule),
            subject=one.subject,
            reason=one.reason,
            by=str(one.given_by),
            at=one.given_at,
            holds=one.content_hash == content,
        )
        for one in proposal.waivers.select_related("given_by").order_by("given_at", "pk")
    ]


def conditions_of(proposal: Proposal) -> list[ConditionSet]:
    """What an approval asks for."""
    rows = proposal.conditions.select_related("set_by").order_by("set_at", "pk")
    return [ConditionSet(one.text, one.reason, str(one.set_by), one.met_note) for one in rows]


def steps_of(proposal: Proposal) -> list[StepOfWay]:
    """The usual way of the case, step by step, and where it is on it; off the way, all steps
    are ahead."""
    way = [step for step in lifecycle_of(proposal).read().steps if not step.side]
    keys = [step.key for step in way]
    at = keys.index(proposal.status) if proposal.status in keys else -1
    states = [
        "已办" if place < at else "在办" if place == at else "待办" for place in range(len(way))
    ]
    return [
        StepOfWay(step.label, step.days, step.working, step.papers, state)
        for step, state in zip(way, states, strict=True)
    ]
