"""The life of one place: what it came from, what it was called, what became of it."""

from dataclasses import dataclass

from django.db.models import Q

from communities.territory.models import Edition, Place
from grids.publication.models import Lineage, Publication

NOTHING_NEW = 1 - 1e-9  # a share from which on all of a place is meant


@dataclass(frozen=True)
class Chapter:
    """What one edition did to the place; none of the lines for the edition it was first in."""

    edition: Edition
    publication: Publication | None
    lines: list[Lineage]


def history_of(place: Place) -> list[Chapter]:
    """The editions that changed the place or its neighbours' ground with it, the latest first."""
    rows = Lineage.objects.filter(Q(before=place) | Q(after=place))
    told: dict[int, list[Lineage]] = {}
    for row in rows.select_related("before", "after", "parent_before", "parent_after"):
        if not _stayed(row):
            told.setdefault(row.edition_id, []).append(row)
    editions = Edition.objects.filter(pk__in=told).select_related("publication__proposal")
    chapters = [Chapter(one, one.publication, told[one.pk]) for one in editions.order_by("-number")]
    first = _first_edition(place)
    if first is not None and first.pk not in told:
        chapters.append(Chapter(first, None, []))
    return chapters


def _stayed(row: Lineage) -> bool:
    """Whether the place went on in this edition with all that it had, and no more."""
    shares = (row.area_share_before, row.area_share_after)
    whole = all(share is None or share >= NOTHING_NEW for share in shares)
    called = (row.name_before, row.code_before) == (row.name_after, row.code_after)
    return row.kind == Lineage.Kind.CONTINUED and whole and called


def _first_edition(place: Place) -> Edition | None:
    boundary = place.boundaries.order_by("editions").first()
    if boundary is None:
        return None
    of_county = Edition.objects.filter(county=boundary.county_id)
    return of_county.filter(number=boundary.editions.lower).first()
