"""Telling people in the application: those whose turn it is, and those who had a part in it."""

from collections.abc import Iterable

from gis_core.accounts.models import User
from grids.review.acting import memberships_for
from grids.review.lifecycle.definition import Transition
from grids.review.models import Notification
from grids.review.moving.context import Case, Moving
from grids.review.separation import record_of


def tell_of_move(moving: Moving) -> None:
    """Notify those who may lead the case on from here, its author, and who submitted it."""
    case, event = moving.case, moving.event
    turn = people_next(case)
    had_a_part = {moving.proposal.author_id, *(one.actor_id for one in case.events)}
    acted = moving.person.pk if moving.person else None
    others = {key for key in had_a_part if key} - turn - {acted}
    Notification.objects.bulk_create(
        Notification(person_id=key, proposal=moving.proposal, kind=kind, event=event)
        for kind, people in ((Notification.Kind.TURN, turn), (Notification.Kind.MOVED, others))
        for key in sorted(people)
    )


def people_next(case: Case) -> set[int]:
    """The keys of those who may lead the case along its usual way from where it is."""
    record = record_of(case.proposal)
    return {
        person
        for arrow in onward(case)
        for person in _actors(case, arrow)
        if not record.bars(person, arrow)
    }


def onward(case: Case) -> Iterable[Transition]:
    """The arrows along the usual way from where the case is."""
    leaving = case.definition.leaving(case.proposal.status)
    return (arrow for arrow in leaving if arrow.actors and case.definition.goes_on(arrow))


def _actors(case: Case, arrow: Transition) -> Iterable[int]:
    held = memberships_for(case.proposal, arrow.action, arrow.actors, arrow.departments)
    return held.values_list("user_id", flat=True).distinct()


def waiting_for(person: User, cases: Iterable[Case]) -> list[Case]:
    """Those of the cases which this person may lead on."""
    return [case for case in cases if person.pk in people_next(case)]
