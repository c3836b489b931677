"""The number of a county's map: what the names of its tiles carry."""

from django.db import transaction
from django.db.models import F

from communities.basemap.models import MapRevision
from communities.territory.models import County


def bump_map_revision(*, county: County) -> int:
    """Say that a county's base map has changed: every cached tile gets another name."""
    with transaction.atomic():
        MapRevision.objects.get_or_create(county=county)
        MapRevision.objects.filter(county=county).update(number=F("number") + 1)
        return MapRevision.objects.get(county=county).number
