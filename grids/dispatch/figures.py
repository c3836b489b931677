"""What a county or a unit did with its orders in a span of time: figures per unit."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from django.db.models import QuerySet

from communities.working_days.counting import WorkingCalendar
from grids.dispatch.clocks import working_time
from grids.dispatch.models import Clock, Order, Rating
from grids.dispatch.states import OPEN, Stage, State
from grids.staffing.models import Unit

HOUR = 3600


@dataclass
class UnitFigures:
    """One unit's orders made in the span (`unit` None: the gap). Hours are of working time."""

    unit: Unit | None
    orders: int = 0
    still_open: int = 0
    refused: int = 0
    clocks_late: int = 0
    sign_hours: list[float] = field(default_factory=list)
    resolve_hours: list[float] = field(default_factory=list)
    scores: list[int] = field(default_factory=list)

    @property
    def sign_median(self) -> float | None:
        return median(self.sign_hours) if self.sign_hours else None

    @property
    def resolve_median(self) -> float | None:
        return median(self.resolve_hours) if self.resolve_hours else None

    @property
    def satisfaction(self) -> float | None:
        """The mean score of streets and residents, from 1 to 5; None before the first."""
        return sum(self.scores) / len(self.scores) if self.scores else None


def figures_by_unit(
    orders: "QuerySet[Order]",
    since: datetime.datetime,
    until: datetime.datetime,
    calendar: WorkingCalendar,
    now: datetime.datetime,
) -> list[UnitFigures]:
    """The figures of each unit over the orders made from `since` to before `until`."""
    chosen = orders.filter(made_at__gte=since, made_at__lt=until)
    rows = list(chosen.select_related("unit").order_by("unit__name", "pk"))
    found: dict[int | None, UnitFigures] = {}
    for row in rows:
        one = found.setdefault(row.unit_id, UnitFigures(row.unit))
        one.orders += 1
        one.still_open += row.state in OPEN
        one.refused += row.state == State.REFUSED
    owner = {row.pk: found[row.unit_id] for row in rows}
    _time(Clock.objects.filter(order__in=owner), owner, calendar, now)
    for order, score in Rating.objects.filter(order__in=owner).values_list("order", "score"):
        owner[order].scores.append(score)
    return list(found.values())


def by_grid(orders: "QuerySet[Order]") -> dict[object, int]:
    """How many open orders lie in each grid; None for those in none."""
    counts: dict[object, int] = defaultdict(int)
    for grid in orders.filter(state__in=OPEN).values_list("grid", flat=True):
        counts[grid] += 1
    return dict(counts)


def _time(
    clocks: Iterable[Clock],
    owner: dict[int, UnitFigures],
    calendar: WorkingCalendar,
    now: datetime.datetime,
) -> None:
    for clock in clocks:
        one = owner[clock.order_id]
        if clock.stage != Stage.VERIFY:  # the street's own
            one.clocks_late += (clock.stopped_at or now) > clock.due_at
        if clock.stopped_at is not None:
            took = working_time(clock.started_at, clock.stopped_at, calendar)
            if clock.stage == Stage.SIGN:
                one.sign_hours.append(took.total_seconds() / HOUR)
            elif clock.stage == Stage.RESOLVE:
                one.resolve_hours.append(took.total_seconds() / HOUR)
