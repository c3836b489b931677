"""Reads of people that need more than one filter."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from gis_core.accounts.models import Membership, User


def current_memberships(user: User) -> "QuerySet[Membership]":
    """The roles `user` holds today."""
    today = timezone.localdate()
    begun = Membership.objects.filter(user=user, since__lte=today)
    return begun.filter(Q(until__isnull=True) | Q(until__gt=today))
