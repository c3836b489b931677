"""Who has a draft open: every window says so when it asks what changed, and is soon forgotten."""

import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from gis_core.accounts.models import User
from grids.proposals.models import Presence, Proposal

FORGOTTEN = datetime.timedelta(seconds=15)
MOST_WINDOWS = 10  # of one person in one draft; more are not shown
_BEAT = """
    INSERT INTO proposals_presence (proposal_id, user_id, tab, unit_number, seen_at)
    SELECT %(proposal)s, %(user)s, %(tab)s, %(unit)s, %(now)s
    WHERE %(most)s > (
        SELECT count(*) FROM proposals_presence
        WHERE proposal_id = %(proposal)s AND user_id = %(user)s AND tab <> %(tab)s
    )
    ON CONFLICT (proposal_id, tab) DO UPDATE
    SET unit_number = excluded.unit_number, seen_at = excluded.seen_at
    WHERE proposals_presence.user_id = excluded.user_id
"""
_FORGET = """
    DELETE FROM proposals_presence WHERE id IN (
        SELECT id FROM proposals_presence WHERE seen_at < %s FOR UPDATE SKIP LOCKED
    )
"""


def beat(*, proposal: Proposal, user: User, tab: str, unit: int | None) -> None:
    """Say that a window of `user` is there, at work on a unit; forget those long silent."""
    now = timezone.now()
    values: dict[str, Any] = {
        "proposal": proposal.pk,
        "user": user.pk,
        "tab": tab,
        "unit": unit,
        "now": now,
        "most": MOST_WINDOWS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [now - FORGOTTEN])
        cursor.execute(_BEAT, values)


def present_in(proposal: Proposal, user: User) -> list[dict[str, Any]]:
    """The windows that have the draft open, by name."""
    found = Presence.objects.filter(
        proposal=proposal, seen_at__gte=timezone.now() - FORGOTTEN
    ).select_related("user")
    told = [
        {
            "tab": one.tab,
            "name": str(one.user),
            "unit": one.unit_number,
            "mine": one.user_id == user.pk,
        }
        for one in found
    ]
    return sorted(told, key=lambda one: (one["name"], one["tab"]))
