"""What becomes of the other proposals of a county when one of them is published.

Those that touch the same places are overtaken: the system leads their cases to `superseded`. The
others only stand on an edition that is followed by another; their authors are told.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gis_core.jobs.context import JobContext
from gis_core.jobs.services import enqueue_job
from grids.proposals.models import Proposal
from grids.publication.apps import OVERTAKE
from grids.publication.models import Publication
from grids.publication.touching import touched_by
from grids.review.models import Notification
from grids.review.moving.services import move_by_system
from grids.review.queries import case_of

OVER = (
    Proposal.Status.SCHEDULED,
    Proposal.Status.IN_FORCE,
    Proposal.Status.REFUSED,
    Proposal.Status.SUPERSEDED,
    Proposal.Status.DISCARDED,
)


def ask_who_is_overtaken(publication: Publication) -> None:
    """Have a worker see to the other proposals, once the edition is really there."""
    enqueue_job(
        kind=OVERTAKE,
        arguments={"publication": publication.pk},
        county_key=publication.county_id,
        idempotency_key=f"{OVERTAKE}:{publication.pk}",
    )


def lead_overtaken(context: JobContext, *, publication: int) -> dict[str, Any]:
    """Each open proposal on an earlier edition by itself; done again, it finds nothing to do."""
    found = Publication.objects.select_related("edition", "proposal__edition").get(pk=publication)
    touched = touched_by(found.proposal)
    result: dict[str, list[str]] = {"superseded": [], "behind": []}
    for proposal in _others(found):
        context.stop_if_asked()
        overtaken = bool(touched & touched_by(proposal)) and _supersede(proposal, found)
        if not overtaken:
            _tell(proposal)
        result["superseded" if overtaken else "behind"].append(str(proposal.pk))
    return result


def _others(publication: Publication) -> list[Proposal]:
    """The open proposals of the county that stand on an edition before this one."""
    rows = Proposal.objects.filter(
        county=publication.county_id, edition__number__lt=publication.edition.number
    )
    return list(rows.exclude(status__in=OVER).select_related("edition").order_by("pk"))


@transaction.atomic
def _supersede(proposal: Proposal, publication: Publication) -> bool:
    """Lead the case to its end; False for a draft nobody has sent, which has no case to lead."""
    locked = Proposal.objects.select_for_update(no_key=True, of=("self",)).get(pk=proposal.pk)
    leaving = case_of(locked).definition.leaving(locked.status)
    arrow = next((one for one in leaving if one.target == "superseded" and not one.actors), None)
    if arrow is None:
        return locked.status in OVER
    edition = publication.edition
    with override(settings.LANGUAGE_CODE):
        text = _(
            "第 %(number)s 版（%(title)s）改动了同一范围，%(day)s 起生效。"
            "如仍需调整，请在新版次上另起草案。"
        )
        said = {"number": edition.number, "title": edition.note, "day": edition.in_force_from}
        reason = text % said
    move_by_system(proposal=locked, transition=arrow.key, reason=reason)
    return True


def _tell(proposal: Proposal) -> None:
    """Tell the author once for each edition their draft falls behind."""
    people: set[UUID | int | None] = {proposal.author_id}
    people |= set(proposal.case_events.values_list("actor", flat=True))
    told = Notification.objects.filter(
        proposal=proposal, kind=Notification.Kind.BEHIND, read_at__isnull=True
    )
    known = set(told.values_list("person", flat=True))
    Notification.objects.bulk_create(
        Notification(person_id=key, proposal=proposal, kind=Notification.Kind.BEHIND)
        for key in sorted(one for one in people if isinstance(one, int) and one not in known)
    )
