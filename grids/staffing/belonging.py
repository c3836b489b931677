"""What belongs to an account: its person, the units it speaks for, the grids it works in."""

import datetime

from django.db.models import Q, QuerySet

from communities.territory.models import Place
from gis_core.accounts.models import Level, Membership, User
from grids.staffing.models import Coverage, Person, Posting, Unit
from grids.staffing.periods import on_day


def person_of(user: User) -> Person | None:
    """The person of the roster who signs in with this account, as long as they work here."""
    return Person.objects.filter(account=user, left_on__isnull=True).first()


def units_of(user: User) -> "QuerySet[Unit]":
    """The units this account speaks for that still exist."""
    return Unit.objects.filter(accounts__account=user, ended_on__isnull=True)


def grids_of(user: User, day: datetime.date) -> list[Place]:
    """The grids this account works in on a day, by code.

    Those of its memberships, of its person's postings and of its units' coverage; a grid that
    was abolished is nobody's.
    """
    roles = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), user=user, level=Level.GRID, since__lte=day
    )
    postings = Posting.objects.filter(on_day(day), person__account=user, level=Level.GRID)
    coverage = Coverage.objects.filter(on_day(day), unit__in=units_of(user))
    return list(
        Place.objects.filter(
            Q(pk__in=roles.values("place_key"))
            | Q(pk__in=postings.values("place"))
            | Q(pk__in=coverage.values("grid")),
            abolished=False,
        ).order_by("code")
    )
