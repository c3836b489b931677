"""What places were called and coded in an edition, whatever they are called now."""

from typing import NamedTuple
from uuid import UUID

from communities.territory.models import Boundary, Designation, Edition, Place
from grids.publication.models import Lineage


class Named(NamedTuple):
    """The name and code a place bears, or bore."""

    name: str
    code: str
    code_status: str
    name_en: str


def names_in(edition: Edition) -> dict[UUID, Named]:
    """The names of all places that have a boundary in an edition.

    The next edition that says what a place was called before knows best; where none does, the
    place still has its name, or has it from the day of a scheduled edition on.
    """
    places = Place.objects.filter(boundaries__in=Boundary.objects.of_edition(edition))
    found = {row.pk: Named(row.name, row.code, row.code_status, row.name_en) for row in places}
    if edition.status == Edition.Status.SCHEDULED:
        found |= _from_the_day(edition, found)
    return found | _told_later(edition, found)


def _from_the_day(edition: Edition, places: dict[UUID, Named]) -> dict[UUID, Named]:
    rows = Designation.objects.filter(place__in=list(places), valid__contains=edition.in_force_from)
    return {row.place_id: Named(row.name, row.code, row.code_status, row.name_en) for row in rows}


def _told_later(edition: Edition, places: dict[UUID, Named]) -> dict[UUID, Named]:
    """What the first later edition that tells of a place says it was called."""
    rows = Lineage.objects.filter(
        edition__county=edition.county_id,
        edition__number__gt=edition.number,
        before__in=list(places),
    ).order_by("-edition__number")
    told = {row.before_id: (row.name_before, row.code_before) for row in rows}
    statuses = _statuses(told)
    return {
        key: places[key]._replace(
            name=name,
            code=code,
            code_status=statuses.get((key, code), places[key].code_status),
            name_en=places[key].name_en if places[key].name == name else "",
        )
        for key, (name, code) in told.items()
        if key is not None
    }


def _statuses(told: dict[UUID | None, tuple[str, str]]) -> dict[tuple[UUID, str], str]:
    """Whether codes were official, by place and code."""
    rows = Designation.objects.filter(place__in=[key for key in told if key])
    return {(row.place_id, row.code): row.code_status for row in rows}
