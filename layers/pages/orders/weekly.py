"""What each unit did in a week: received, finished in time or late, still open, how rated.

An order counts for the unit that leads it now.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.dispatch.figures import Orders
from grids.dispatch.lifecycle import DISPUTE, REOPEN
from grids.dispatch.models import Clock, Move, Rating
from grids.dispatch.paces import paces_of
from grids.dispatch.states import Stage, State

AGAIN = (REOPEN, DISPUTE, "return")
WEEK = datetime.timedelta(days=7)
UNIT, SCORE = _("单位"), _("平均评分")
COUNTED = {
    "received": _("本周新收"),
    "finished": _("本周办结"),
    "in_time": _("按时办结"),
    "late": _("超期办结"),
    "open": _("期末未结"),
    "open_late": _("其中超期"),
    "reopened": _("重新办理"),
}
# How fast: the median of the working time each stage took that ended in the week, in hours.
STAGES = {
    Stage.SIGN: _("签收用时（小时）"),
    Stage.ARRIVE: _("报到用时（小时）"),
    Stage.RESOLVE: _("办结用时（小时）"),
}
SIGNED = _("按时签收率")


@dataclass(frozen=True)
class Week:
    """Monday 00:00 to the next Monday, local time."""

    monday: datetime.date

    @property
    def sunday(self) -> datetime.date:
        return self.after - datetime.timedelta(days=1)

    @property
    def before(self) -> datetime.date:
        return self.monday - WEEK

    @property
    def after(self) -> datetime.date:
        return self.monday + WEEK

    @property
    def span(self) -> tuple[datetime.datetime, datetime.datetime]:
        return _midnight(self.monday), _midnight(self.after)


@dataclass(frozen=True)
class UnitWeek:
    """One unit's figures, by the keys of `COUNTED`; `score` is None where nobody rated.

    `hours` of the stages, None where none ended; `signed` in time, of those signed, 0 to 1.
    """

    unit: int
    name: str
    counts: dict[str, int]
    score: float | None
    hours: dict[Stage, float | None]
    signed: float | None


def week_of(day: datetime.date) -> Week:
    """The week a day lies in."""
    return Week(day - datetime.timedelta(days=day.weekday()))


def weekly(orders: Orders, week: Week, now: datetime.datetime) -> list[UnitWeek]:
    """The units that had anything in a week, by name."""
    since, until = week.span
    own = orders.filter(unit__isnull=False).order_by()
    names = dict(own.values_list("unit", "unit__name"))
    counts = _counts(own, since, until, min(until, now))
    scores = dict(
        Rating.objects.filter(order__in=own, at__gte=since, at__lt=until)
        .order_by()
        .values_list("order__unit")
        .annotate(mean=Avg("score"))
    )
    paces = paces_of(own, since, until)
    rows = [
        UnitWeek(
            unit,
            name,
            {key: found.get(unit, 0) for key, found in counts.items()},
            scores.get(unit),
            paces[unit].hours,
            paces[unit].signed,
        )
        for unit, name in sorted(names.items(), key=lambda one: one[1])
    ]
    return [row for row in rows if any(row.counts.values()) or row.score is not None]


def _counts(
    own: Orders, since: datetime.datetime, until: datetime.datetime, end: datetime.datetime
) -> dict[str, dict[int, int]]:
    moves = Move.objects.filter(order__in=own, at__gte=since, at__lt=until)
    done = Clock.objects.filter(
        order__in=own, stage=Stage.RESOLVE, stopped_at__gte=since, stopped_at__lt=until
    )
    standing = own.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=end), made_at__lt=end)
    return {
        "received": _by_unit(moves.filter(to_state=State.ISSUED)),
        "finished": _by_unit(done),
        "in_time": _by_unit(done.filter(stopped_at__lte=F("due_at"))),
        "late": _by_unit(done.filter(stopped_at__gt=F("due_at"))),
        "open": _count(standing),
        "open_late": _count(standing.filter(due_at__lt=end)),
        "reopened": _by_unit(moves.filter(action__in=AGAIN)),
    }


def _by_unit(rows: Any) -> dict[int, int]:
    grouped = rows.order_by().values_list("order__unit")
    return dict(grouped.annotate(count=Count("order", distinct=True)))


def _count(orders: Orders) -> dict[int, int]:
    return dict(orders.values_list("unit").annotate(count=Count("pk")))


def table(rows: list[UnitWeek]) -> tuple[list[str], list[dict[str, Any]]]:
    """Column names and rows, as a file has them."""
    columns = [str(one) for one in (UNIT, *COUNTED.values(), SIGNED, *STAGES.values(), SCORE)]
    return columns, [
        {
            str(UNIT): row.name,
            **{str(label): row.counts[key] for key, label in COUNTED.items()},
            str(SIGNED): "" if row.signed is None else round(row.signed, 3),
            **{
                str(label): "" if row.hours[stage] is None else row.hours[stage]
                for stage, label in STAGES.items()
            },
            str(SCORE): "" if row.score is None else round(row.score, 2),
        }
        for row in rows
    ]


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
