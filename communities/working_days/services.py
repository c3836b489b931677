"""Every write to the working-day calendar."""

from collections.abc import Iterable

from django.db import transaction

from communities.territory.models import County
from communities.working_days.models import SpecialDay
from communities.working_days.written import Special


@transaction.atomic
def set_special_days(*, county: County, year: int, days: Iterable[Special]) -> int:
    """Replace a county's special days of one year; how many it has then."""
    County.objects.select_for_update(no_key=True).get(pk=county.pk)
    SpecialDay.objects.filter(county=county, day__year=year).delete()
    rows = [SpecialDay(county=county, **one._asdict()) for one in days if one.day.year == year]
    SpecialDay.objects.bulk_create(rows)
    return len(rows)
