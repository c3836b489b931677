"""Telling people in the application: those whose turn it is, and those who had a part in it."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from gis_core.accounts.models import User
from gis_core.outbox.models import Kind
from gis_core.outbox.people import tell_people
from gis_core.public_address import link_to
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
    _write_to(moving, turn, Notification.Kind.TURN)
    _write_to(moving, others, Notification.Kind.MOVED)


def _write_to(moving: Moving, people: Iterable[int], kind: Notification.Kind) -> None:
    """The same by e-mail: the title and the step, and where to look."""
    proposal, event = moving.proposal, moving.event
    if event is None:
        return
    with override(settings.LANGUAGE_CODE):  # not that of whoever took the step
        lines = [
            _("方案：%(title)s") % {"title": proposal.title},
            _("刚办理：%(step)s") % {"step": _(event.label)},
            _("现在：%(state)s") % {"state": _(str(proposal.get_status_display()))},
            link_to(reverse("case", args=[proposal.pk])),
        ]
        said = {"title": proposal.title, "what": _(str(kind.label))}
        tell_people(
            accounts=people,
            kind=Kind.CASE,
            subject=_("%(title)s：%(what)s") % said,
            body="\n".join(line for line in lines if line),
            event=f"case:{event.pk}",
            county_key=proposal.county_id,
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
