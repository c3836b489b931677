"""Time limits that come near or have passed: told once each, by whichever worker looks first."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.outbox.models import Kind
from gis_core.outbox.people import tell_people
from grids.dispatch.lifecycle import Actor
from grids.dispatch.models import Clock
from grids.dispatch.states import ENDED, Stage, State
from grids.dispatch.telling import ACCOUNTS, body_of, event_of

NEAR = datetime.timedelta(hours=24)  # of a limit in days; one in minutes is short enough
LOOK_BACK = datetime.timedelta(days=7)  # a worker that stood still for longer does not catch up
EVERY = datetime.timedelta(minutes=1)
_looked: list[datetime.datetime] = []


def remind_when_due() -> None:
    """Tell of every limit that is near or past, once a minute in each worker."""
    now = timezone.now()
    if _looked and now - _looked[-1] < EVERY:
        return
    _looked[:] = [now]
    remind(now)


def remind(now: datetime.datetime) -> None:
    """Tell of the limits as they stand at a moment; told again, nobody has a second message.

    One that was put off has a new time, and is told of anew.
    """
    running = Clock.objects.filter(stopped_at__isnull=True).exclude(order__state__in=ENDED)
    running = running.exclude(order__state=State.SUSPENDED).select_related(
        "order__county", "order__kind", "order__category", "order__community", "order__subdistrict"
    )
    for clock in running.filter(due_at__lt=now, due_at__gt=now - LOOK_BACK):
        _tell(
            clock, "late", (*_owner(clock), Actor.ARBITER), _("工单 %(number)s 已超期：%(stage)s")
        )
    for clock in running.filter(days__gt=0, due_at__gte=now, due_at__lt=now + NEAR):
        _tell(clock, "near", _owner(clock), _("工单 %(number)s 将到期：%(stage)s"))


def _owner(clock: Clock) -> tuple[Actor, ...]:
    return (Actor.STREET,) if clock.stage == Stage.VERIFY else (Actor.UNIT,)


def _tell(clock: Clock, what: str, parts: tuple[Actor, ...], subject: str) -> None:
    order = clock.order
    said = {"number": order.number, "stage": _(clock.get_stage_display())}
    tell_people(
        accounts={key for part in parts for key in ACCOUNTS[part](order)},
        kind=Kind.LATE,
        subject=subject % said,
        body=body_of(order),
        event=f"{event_of(order)}{what}:{clock.pk}:{clock.due_at:%Y%m%d%H%M}",
        county_key=order.county_id,
    )
