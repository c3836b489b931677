"""Clocks of an order: begun, stopped, paused and prolonged together with its moves."""

import datetime
from collections.abc import Iterable

from communities.working_days.queries import calendar_of
from gis_core.accounts.models import User
from grids.dispatch.clocks import Limit, Still, due_of
from grids.dispatch.models import Clock, Kind, Order, Pause
from grids.dispatch.states import Stage

VERIFY_DAYS = 3  # working days for the street to verify: our proposal


def limit_of(kind: Kind, stage: Stage) -> Limit:
    """The limit of a stage for a kind of order."""
    wall = kind.is_emergency
    return {
        Stage.SIGN: Limit(minutes=kind.sign_minutes, wall=wall),
        Stage.CONTACT: Limit(minutes=kind.contact_minutes, wall=wall),
        Stage.ARRIVE: Limit(days=kind.arrive_working_days, wall=wall),
        Stage.RESOLVE: Limit(days=kind.resolve_working_days, wall=wall),
        Stage.VERIFY: Limit(days=VERIFY_DAYS),
    }[stage]


def start_clocks(order: Order, stages: Iterable[Stage], now: datetime.datetime) -> None:
    """Begin the clocks of these stages."""
    calendar = calendar_of(order.county)
    for stage in stages:
        limit = limit_of(order.kind, stage)
        Clock.objects.create(
            order=order,
            stage=stage,
            minutes=limit.minutes,
            days=limit.days,
            wall=limit.wall,
            started_at=now,
            due_at=due_of(now, limit, calendar),
        )


def stop_clocks(order: Order, stages: Iterable[Stage], now: datetime.datetime) -> None:
    """Stop those of these clocks that run, and with them their pauses."""
    running = order.clocks.filter(stopped_at__isnull=True, stage__in=list(stages))
    for clock in running:
        clock.pauses.filter(until__isnull=True).update(until=now)
    running.update(stopped_at=now)


def pause_clocks(order: Order, now: datetime.datetime, reason: str, person: User) -> None:
    """Let every running clock stand still."""
    for clock in order.clocks.filter(stopped_at__isnull=True):
        Pause.objects.create(clock=clock, since=now, reason=reason, person=person)


def resume_clocks(order: Order, now: datetime.datetime) -> None:
    """Let them run again, due later by the time they stood still."""
    calendar = calendar_of(order.county)
    for clock in order.clocks.filter(stopped_at__isnull=True):
        clock.pauses.filter(until__isnull=True).update(until=now)
        clock.due_at = due_of(clock.started_at, limit_now(clock), calendar, stills(clock))
        clock.save(update_fields=["due_at"])


def extend_clocks(order: Order, days: int) -> None:
    """Give every running clock so many working days more (a limit in minutes: so many days of
    24 hours)."""
    calendar = calendar_of(order.county)
    for clock in order.clocks.filter(stopped_at__isnull=True):
        if clock.days:
            clock.days += days
        else:
            clock.minutes += days * 24 * 60
        clock.due_at = due_of(clock.started_at, limit_now(clock), calendar, stills(clock))
        clock.save(update_fields=["days", "minutes", "due_at"])


def limit_now(clock: Clock) -> Limit:
    """The limit of a clock as it is kept."""
    return Limit(clock.minutes, clock.days, clock.wall)


def stills(clock: Clock) -> list[Still]:
    """The pauses of a clock."""
    return [Still(since, until) for since, until in clock.pauses.values_list("since", "until")]


def next_due(order: Order) -> datetime.datetime | None:
    """When the first of the running clocks is due; None where none runs."""
    standing = Pause.objects.filter(clock__order=order, until__isnull=True)
    rows = order.clocks.filter(stopped_at__isnull=True).exclude(pk__in=standing.values("clock"))
    return rows.order_by("due_at").values_list("due_at", flat=True).first()
