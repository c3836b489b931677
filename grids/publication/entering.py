"""Editions whose day has come are put in force, by whichever worker sees it first."""

from django.db import transaction
from django.utils import timezone

from communities.territory.models import Edition
from communities.territory.services import enter_edition
from grids.publication.models import Publication
from grids.publication.registry import entry_steps
from grids.publication.rehoming import rehome_late


def put_due_in_force() -> int:
    """Put every edition in force whose day has come; how many this worker did."""
    due = Edition.objects.filter(
        status=Edition.Status.SCHEDULED, in_force_from__lte=timezone.localdate()
    )
    published = Publication.objects.filter(edition__in=due).order_by("pk")
    return sum(put_in_force(publication=one) for one in published)


@transaction.atomic
def put_in_force(*, publication: Publication) -> bool:
    """Put a published edition in force with all that follows; False where it is not (any more)
    due. One transaction: half of it is never seen."""
    entered = enter_edition(edition=publication.edition)
    if entered:
        rehome_late(publication)
        for step in entry_steps():
            step(publication)
    return entered
