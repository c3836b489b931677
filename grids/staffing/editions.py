"""The edition that staff of today is assigned in."""

from communities.territory.models import Edition, Place
from communities.territory.queries import edition_in_force, edition_to_plan_on


def edition_of_today(county: Place) -> Edition:
    """The edition in force; before a county's first, the one being prepared.

    Raises Edition.DoesNotExist for a county without any.
    """
    return edition_in_force(county) or edition_to_plan_on(county)
