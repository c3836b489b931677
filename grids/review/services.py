"""Writes about a case that belong to one person."""

from django.utils import timezone

from gis_core.accounts.models import User
from grids.review.models import Notification


def mark_read(*, person: User) -> int:
    """All that the person was told up to now is read; how much that was."""
    unread = Notification.objects.filter(person=person, read_at__isnull=True)
    return unread.update(read_at=timezone.now())
