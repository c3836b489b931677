"""Reads of notices that need more than one filter."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from grids.notices.addresses import sought
from grids.notices.models import Notice, NoticeAddress, Objection

LIMIT = 20
MOST_WORDS = 4


def find_public(key: str) -> Notice | None:
    """The notice of a public key, from the day it opens on."""
    return Notice.objects.filter(key=key, opens_on__lte=timezone.localdate()).first()


def find_addresses(notice: Notice, text: str) -> "QuerySet[NoticeAddress]":
    """Compounds, then buildings, that have all words of a text; one more than `LIMIT` at most."""
    rows = NoticeAddress.objects.filter(notice=notice)
    words = [word for part in text.split()[:MOST_WORDS] if (word := sought(part))]
    if not words:
        return rows.none()
    for word in words:
        rows = rows.filter(sought__contains=word)
    return rows.order_by("-kind", Length("text"), "text", "pk")[: LIMIT + 1]


def shown_objections(notice: Notice) -> "QuerySet[Objection]":
    """What the public is shown of the objections, by number."""
    return notice.objections.filter(moderation=Objection.Moderation.SHOWN).order_by("number")


def tally(notice: Notice) -> dict[str, int]:
    """How many objections came, and what became of them."""
    counts: dict[str, int] = notice.objections.aggregate(
        received=Count("pk"),
        waiting=Count("pk", filter=Q(moderation=Objection.Moderation.WAITING)),
        adopted=Count("pk", filter=Q(outcome=Objection.Outcome.ADOPTED)),
        not_adopted=Count("pk", filter=Q(outcome=Objection.Outcome.NOT_ADOPTED)),
    )
    return {**counts, "owed": counts["received"] - counts["adopted"] - counts["not_adopted"]}


def evidence_of(notice: Notice) -> dict[str, Any]:
    """What the county's papers say of a notice: when, where and how, and every answer given."""
    answered = notice.objections.order_by("number")
    return {
        "title": notice.title,
        "office": notice.office,
        "channel": notice.channel,
        "opens_on": notice.opens_on,
        "closes_on": notice.closes_on,
        "days": notice.days,
        "day_kind": notice.get_day_kind_display(),
        "map_review_number": notice.map_review_number,
        "content_hash": notice.content_hash,
        "tally": tally(notice),
        "objections": [
            {
                "number": one.number,
                "text": one.shown_text if one.moderation == Objection.Moderation.SHOWN else "",
                "outcome": one.get_outcome_display() if one.is_answered else "",
                "answer": one.answer,
            }
            for one in answered
        ],
    }
