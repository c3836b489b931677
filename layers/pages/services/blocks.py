"""The items of a grid on other pages: written once per state of the list, for everybody."""

import datetime
from functools import lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from communities.service_items.queries import Stamp, list_at, stamp_of
from communities.territory.models import Edition, Place

KEPT = 512  # blocks kept in a process
MANY = 10  # items: more are found by a text


State = tuple[int | None, datetime.date, Stamp]


def block_of(place: Place, template: str, *, asked: str = "") -> SafeString:
    """The block of a place today; `asked` leaves the items with that text, and is not kept."""
    county, day = place.county_key, timezone.localdate()
    edition = Edition.objects.filter(county=county, status=Edition.Status.IN_FORCE)
    state = (edition.values_list("pk", flat=True).first(), day, stamp_of(county))
    if asked:
        return _write(place, template, day, asked)
    return _written(place.pk, template, get_language(), state)


@lru_cache(maxsize=KEPT)
def _written(place: UUID, template: str, language: str, state: State) -> SafeString:
    """With another language or state it is another block."""
    return _write(Place.objects.get(pk=place), template, state[1], "")


def _write(place: Place, template: str, day: datetime.date, asked: str) -> SafeString:
    found = list_at(place, day)
    context = {
        "services": found,
        "shown": found.with_text(asked) if asked else found,
        "asked": asked,
        "many": found.count > MANY,
    }
    return render_to_string(template, context)
