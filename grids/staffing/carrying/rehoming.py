"""Postings and coverage at grids that end go on where most of their households go.

Somebody may decide otherwise before publishing (`publication.rehoming`). Where a rule is in the
way (a grid has one full-time officer and one lead unit) coverage goes on in support, a posting
ends, and `Carried` lists it.
"""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from communities.territory.models import Edition, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from grids.publication.models import Lineage, Publication
from grids.publication.registry import Homeless, Rehomer
from grids.staffing.capacities import Capacity, Part
from grids.staffing.models import Carried, Coverage, Posting
from grids.staffing.periods import not_over
from grids.staffing.services.coverage import close_coverage, hand_over
from grids.staffing.services.postings import close_posting, send_on

POSTING, COVERAGE = "posting", "coverage"
Outcome = Carried.Outcome


def find_postings(places: Collection[UUID], day: datetime.date) -> list[Homeless]:
    """The postings at these places that are not over by `day`."""
    rows = Posting.objects.filter(not_over(day), place__in=places).select_related("person")
    return [Homeless(POSTING, str(row.pk), row.place_id, str(row)) for row in rows.order_by("pk")]


def find_coverage(places: Collection[UUID], day: datetime.date) -> list[Homeless]:
    """The coverage of these grids that is not over by `day`, lead units first."""
    rows = Coverage.objects.filter(not_over(day), grid__in=places).select_related("unit")
    return [
        Homeless(COVERAGE, str(row.pk), row.grid_id, str(row))
        for row in rows.order_by("part", "pk")
    ]


def move_posting(key: str, place: Place | None, day: datetime.date) -> None:
    """End a posting on a day; with a place it goes on there, as far as the rules let it."""
    row = Posting.objects.select_for_update(no_key=True).select_related("person").get(pk=key)
    before, reason = row.place, _("区划调整")
    if place is None:
        close_posting(row, day, reason)
        _note(row, Outcome.ENDED, before, None)
        return
    new = send_on(row, day, reason, place, _newest(row).edition)
    _note(row, Outcome.GOES_ON if new else Outcome.ENDED, before, place)


def move_coverage(key: str, place: Place | None, day: datetime.date) -> None:
    """End a coverage on a day; with a place it goes on there, in support where another leads."""
    row = Coverage.objects.select_for_update(no_key=True).select_related("unit").get(pk=key)
    before, reason = row.grid, _("区划调整")
    if place is None:
        close_coverage(row, day, reason)
        _note(row, Outcome.ENDED, before, None)
        return
    new = hand_over(row, day, reason, grid=place, edition=_newest(row).edition)
    if new is None:
        _note(row, Outcome.ENDED, before, place)
    else:
        _note(row, Outcome.GOES_ON if new.part == row.part else Outcome.IN_SUPPORT, before, place)


POSTINGS = Rehomer(find_postings, move_posting, by_lineage=True, label=gettext_noop("网格岗位"))
COVERAGES = Rehomer(find_coverage, move_coverage, by_lineage=True, label=gettext_noop("包抓单位"))


def note_what_is_missing(publication: Publication) -> None:
    """The entry step: list the new grids that nobody works in or leads, in counties with staff."""
    edition = Edition.objects.get(pk=publication.edition_id)
    if not Posting.objects.filter(county=edition.county_id).exists():
        return
    day = edition.in_force_from or timezone.localdate()
    lineage = Lineage.objects.filter(edition=edition, level=Level.GRID, after__isnull=False)
    known = set(lineage.values_list("after", flat=True)) - _former(publication)
    here = Posting.objects.filter(not_over(day), capacity=Capacity.FULL_TIME)
    led = Coverage.objects.filter(not_over(day), part=Part.LEAD)
    for outcome, there in (
        (Outcome.NO_FULL_TIME, set(here.values_list("place", flat=True))),
        (Outcome.NO_LEAD, set(led.values_list("grid", flat=True))),
    ):
        Carried.objects.bulk_create(
            Carried(publication=publication, outcome=outcome, place_id=key)
            for key in sorted(known - there)
        )


def _former(publication: Publication) -> set[UUID]:
    rows = boundaries_of(publication.former, Level.GRID)
    return set(rows.values_list("place", flat=True))


def _newest(row: Posting | Coverage) -> Publication:
    """The newest publication of a county: the one that moves the row."""
    rows = Publication.objects.select_related("edition").filter(county=row.county_id)
    return rows.latest("pk")


def _note(
    row: Posting | Coverage, outcome: Carried.Outcome, before: Place, to: Place | None
) -> None:
    """Write down what became of a row."""
    Carried.objects.create(
        publication=_newest(row),
        outcome=outcome,
        place=before,
        to=to,
        posting=row if isinstance(row, Posting) else None,
        coverage=row if isinstance(row, Coverage) else None,
    )
