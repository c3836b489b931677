"""The calendar of a county, for whoever counts days."""

from communities.territory.models import Place
from communities.working_days.counting import WorkingCalendar
from communities.working_days.models import SpecialDay


def calendar_of(county: Place) -> WorkingCalendar:
    """Monday to Friday, with the days the county entered."""
    days = SpecialDay.objects.filter(county=county.pk).values_list("day", "works")
    return WorkingCalendar(dict(days))
