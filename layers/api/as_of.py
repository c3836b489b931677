"""Which edition an answer is about: the one in force, or what `?edition=` or `?day=` ask for."""

import datetime
from collections.abc import Iterable

from django.http import Http404, HttpRequest

from communities.territory.models import Boundary, Edition, Place
from communities.territory.queries import edition_in_force, edition_numbered, edition_on
from grids.publication.names import names_in

LARGEST_NUMBER = 2**31 - 1
ABSENT = "没有这个版次，或者那一天还没有版次。请核对版次号或日期（如 2026-09-01）。"


def asked_edition(request: HttpRequest, county: Place) -> Edition | None:
    """The edition the request is about; None before a county's first.

    Raises Http404: there is no published edition of this number, none on this day, or the
    number or day is none.
    """
    number, day = request.GET.get("edition", ""), request.GET.get("day", "")
    if not number and not day:
        return edition_in_force(county)
    found = _by_number(county, number) if number else _by_day(county, day)
    if found is None:
        raise Http404(ABSENT)
    return found


def _by_number(county: Place, number: str) -> Edition | None:
    plain = number.isascii() and number.isdecimal() and int(number[:12]) <= LARGEST_NUMBER
    return edition_numbered(county, int(number)) if plain and len(number) <= 10 else None


def _by_day(county: Place, day: str) -> Edition | None:
    try:
        return edition_on(county, datetime.date.fromisoformat(day))
    except ValueError:
        return None


def call_as_then(edition: Edition | None, rows: Iterable[Boundary]) -> list[Boundary]:
    """The boundaries of an edition with their places, and what these lie in, named as then."""
    found = list(rows)
    if edition is None or edition.status == Edition.Status.IN_FORCE:
        return found
    names = names_in(edition)
    for row in found:
        for place in (row.place, row.parent):
            if place is not None and place.pk in names:
                place.name, place.code, place.code_status, place.name_en = names[place.pk]
    return found
