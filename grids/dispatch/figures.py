"""What the board counts: orders late, due today, with nobody, and open ones by unit and grid."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from grids.dispatch.models import Order
from grids.dispatch.states import ENDED, State

Orders = QuerySet[Order]


@dataclass(frozen=True)
class Load:
    """How many open orders a unit or a grid has, and how many of them are late."""

    key: Any
    name: str
    open: int
    late: int


def midnight_after(now: datetime.datetime) -> datetime.datetime:
    """The end of the day as the county's clocks have it."""
    day = timezone.localtime(now).date() + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def is_open() -> Q:
    return ~Q(state__in=ENDED)


def is_late(now: datetime.datetime) -> Q:
    """Open, past its limit, and not suspended by the dispatcher."""
    return is_open() & Q(due_at__lt=now) & ~Q(state=State.SUSPENDED)


def due_today(now: datetime.datetime) -> Q:
    later = Q(due_at__gte=now, due_at__lt=midnight_after(now))
    return is_open() & later & ~Q(state=State.SUSPENDED)


def with_nobody() -> Q:
    """Open orders no unit is responsible for: gaps in the matrix."""
    return is_open() & Q(unit__isnull=True)


def to_arbitrate() -> Q:
    """What waits for the dispatcher: refused by a unit, or proposed to be passed on."""
    return Q(state=State.REFUSED)


def tally(orders: Orders, now: datetime.datetime) -> dict[str, int]:
    """The figures at the head of the board, in one query."""
    return orders.aggregate(
        open=Count("pk", filter=is_open()),
        late=Count("pk", filter=is_late(now)),
        today=Count("pk", filter=due_today(now)),
        nobody=Count("pk", filter=with_nobody()),
        refused=Count("pk", filter=to_arbitrate()),
    )


def load_by(orders: Orders, field: str, now: datetime.datetime) -> list[Load]:
    """Open orders by `unit` or `grid`, the latest and fullest first; those without one left out."""
    rows = (
        orders.filter(is_open(), **{f"{field}__isnull": False})
        .order_by()
        .values_list(field, f"{field}__name")
        .annotate(open=Count("pk"), late=Count("pk", filter=is_late(now)))
        .order_by("-late", "-open", f"{field}__name")
    )
    return [Load(*row) for row in rows]
