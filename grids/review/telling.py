"""Cases as pages and programs are told of them."""

import json
from typing import Any

from django.utils.translation import gettext as _

from gis_core.accounts.confirming import factors_of
from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.review.acting import cases_seen_by
from grids.review.choices import Choice, choices_for
from grids.review.commenting import open_threads
from grids.review.deadlines import by_deadline, deadline_of
from grids.review.models import CaseEvent, Comment, Condition, Notification, Paper, Waiver
from grids.review.moving.context import Case
from grids.review.notifying import waiting_for
from grids.review.queries import case_of

LATEST = 50


def tell_case(case: Case, person: User) -> dict[str, Any]:
    """All of a case; `version` and `contents` are what a move must name as seen."""
    proposal = case.proposal
    return {
        **tell_head(case),
        **deadline_of(case).to_json(),
        "contents": case.contents,
        "stale": case.is_stale,
        "events": [tell_event(event) for event in case.events],
        "choices": [tell_choice(choice) for choice in choices_for(case, person)],
        "papers": [tell_paper(one) for one in proposal.papers.select_related("added_by")],
        "waivers": [tell_waiver(one) for one in proposal.waivers.select_related("given_by")],
        "conditions": [tell_condition(one) for one in proposal.conditions.select_related("set_by")],
        "asks_code": bool(factors_of(person)),
        "open_comments": len(open_threads(proposal)),
    }


def tell_head(case: Case) -> dict[str, Any]:
    proposal = case.proposal
    return {
        "id": str(proposal.pk),
        "title": proposal.title,
        "kind": proposal.kind,
        "place": proposal.place.name,
        "status": proposal.status,
        "step": _(str(proposal.get_status_display())),
        "version": case.version,
        "lifecycle": case.lifecycle.number,
    }


def tell_event(event: CaseEvent) -> dict[str, Any]:
    return {
        "sequence": event.sequence,
        "transition": event.transition,
        "label": _(event.label),
        "from": event.origin,
        "to": event.target,
        "actor": str(event.actor or ""),
        "role": _(str(Role(event.role).label)) if event.role else "",
        "reason": event.reason,
        "at": event.at.isoformat(),
        "contents": event.content_hash,
    }


def tell_choice(choice: Choice) -> dict[str, Any]:
    return {
        "transition": choice.arrow.key,
        "label": _(choice.arrow.label),
        "to": choice.arrow.target,
        "roles": list(choice.roles),
        "mine": choice.mine,
        "may": choice.may,
        "onward": choice.onward,
        "needs_reason": choice.arrow.reason,
        "needs_password": choice.arrow.password,
        "reasons": list(choice.reasons),
    }


def tell_paper(paper: Paper) -> dict[str, Any]:
    return {
        "id": paper.pk,
        "kind": paper.kind,
        "number": paper.number,
        "day": paper.day.isoformat(),
        "note": paper.note,
        "step": paper.step,
        "added_by": str(paper.added_by),
        "sha256": paper.sha256,
        "bytes": paper.bytes,
        "file_name": paper.file_name,
    }


def tell_waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "rule": waiver.rule,
        "subject": waiver.subject,
        "what": waiver.what,
        "value": waiver.value,
        "limit": waiver.limit,
        "reason": waiver.reason,
        "given_by": str(waiver.given_by),
        "at": waiver.given_at.isoformat(),
        "contents": waiver.content_hash,
    }


def tell_condition(condition: Condition) -> dict[str, Any]:
    return {
        "id": condition.pk,
        "text": condition.text,
        "reason": condition.reason,
        "set_by": str(condition.set_by),
        "met": condition.met_note,
    }


def tell_comments(proposal: Proposal) -> list[dict[str, Any]]:
    """Threads with their answers, the first first."""
    rows = Comment.objects.filter(proposal=proposal).select_related("author")
    waiting = {thread.pk for thread in open_threads(proposal)}
    threads = {row.pk: {**tell_comment(row), "open": row.pk in waiting, "answers": []}
               for row in rows if row.thread_id is None}  # fmt: skip
    for row in rows:
        if row.thread_id is not None:
            threads[row.thread_id]["answers"].append(tell_comment(row))
    return list(threads.values())


def tell_comment(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "text": comment.text,
        "author": str(comment.author),
        "role": _(str(Role(comment.role).label)),
        "at": comment.made_at.isoformat(),
        "settles": comment.settles,
        "unit": comment.unit,
        "unit_name": comment.unit_name,
        "geometry": json.loads(comment.geom.geojson) if comment.geom else None,
    }


def inbox_of(person: User) -> dict[str, Any]:
    """The cases a person may lead on, and the latest that they were told, the last first."""
    told = Notification.objects.filter(person=person).select_related("event", "proposal")
    return {
        "waiting": [
            {**tell_head(case), **deadline.to_json()}
            for case, deadline in by_deadline(cases_waiting_for(person))
        ],
        "notifications": [_tell_notification(one) for one in told[:LATEST]],
        "unread": told.filter(read_at__isnull=True).count(),
    }


def cases_waiting_for(person: User) -> list[Case]:
    """Those on their way, and drafts one may submit, the longest unchanged first."""
    over = ("discarded", "scheduled", "in_force", "refused", "superseded", "withdrawn")
    rows = cases_seen_by(person).exclude(status__in=over).order_by("changed_at")
    related = rows.select_related("county", "place", "edition", "rule_set", "cell_set")
    return waiting_for(person, (case_of(proposal) for proposal in related[:200]))


def _tell_notification(told: Notification) -> dict[str, Any]:
    what = _(told.event.label) if told.event else ""
    return {
        "kind": told.kind,
        "label": _(str(told.get_kind_display())),
        "what": what,
        "case": str(told.proposal_id),
        "title": told.proposal.title,
        "at": told.made_at.isoformat(),
        "read": told.read_at is not None,
    }
