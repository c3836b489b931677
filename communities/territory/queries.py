"""Reads of the territory that need more than one filter."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from communities.territory.models import Boundary, Edition, Place, RuleSet
from gis_core.accounts.models import Level

DEPTH = len(Level)


def edition_in_force(county: Place) -> Edition | None:
    """The edition in force, or None before a county's first publication."""
    return Edition.objects.filter(county=county.pk, status=Edition.Status.IN_FORCE).first()


def edition_scheduled(county: Place) -> Edition | None:
    """The edition published to be in force from a later day, or None."""
    return Edition.objects.filter(county=county.pk, status=Edition.Status.SCHEDULED).first()


def edition_numbered(county: Place, number: int) -> Edition | None:
    """The published edition of this number, in force, before it or after it; None for none."""
    return _published(county).filter(number=number).first()


def edition_on(county: Place, day: datetime.date) -> Edition | None:
    """The edition in force on a day, as far as it is known today; None before the first."""
    return _published(county).filter(in_force_from__lte=day).order_by("-number").first()


def _published(county: Place) -> "QuerySet[Edition]":
    return Edition.objects.filter(county=county.pk).exclude(status=Edition.Status.PREPARED)


def edition_to_plan_on(county: Place) -> Edition:
    """The edition being prepared if there is one, else the one in force; never one scheduled.

    Raises Edition.DoesNotExist for a county without any.
    """
    to_plan_on = (Edition.Status.PREPARED, Edition.Status.IN_FORCE)
    return Edition.objects.filter(county=county.pk, status__in=to_plan_on).latest("number")


def rule_set_in_force(county: Place) -> RuleSet:
    """The newest rule set of the county. Raises RuleSet.DoesNotExist where there is none."""
    return RuleSet.objects.filter(county=county.pk).latest("number")


def boundaries_of(edition: Edition, level: Level) -> "QuerySet[Boundary]":
    """The boundaries of one level in one edition, with their places, by code."""
    return (
        Boundary.objects.of_edition(edition)
        .filter(level=level)
        .select_related("place", "parent")
        .order_by("place__code")
    )


def places_under(places: Iterable[UUID]) -> set[UUID]:
    """These places and everything inside them in the editions in force."""
    found = set(places)
    frontier = found
    for _ in range(DEPTH):
        below = Boundary.objects.in_force().filter(parent__in=frontier)
        frontier = set(below.values_list("place_id", flat=True)) - found
        if not frontier:
            break
        found |= frontier
    return found
