import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from grids.dispatch.models.moves import OfAnOrder
from grids.dispatch.models.orders import Order
from grids.dispatch.states import Stage


@pghistory.track()
class Clock(OfAnOrder):
    """How long one stage of an order may take; it runs until it is stopped.

    `minutes` or `days` is the limit as it was when the clock began, `wall` whether it runs day
    and night. `due_at` follows from them, the calendar and the pauses (see `clocks`).
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="clocks")
    stage = models.CharField("阶段", max_length=7, choices=Stage.choices)
    minutes = models.PositiveIntegerField("分钟", default=0)
    days = models.PositiveSmallIntegerField("工作日", default=0)
    wall = models.BooleanField("昼夜连续", default=False)
    started_at = models.DateTimeField("开始")
    due_at = models.DateTimeField("期限")
    stopped_at = models.DateTimeField("结束", null=True)

    class Meta:
        verbose_name = "时限"
        verbose_name_plural = "时限"
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="clock_known_stage"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0, days=0) | Q(minutes=0, days__gt=0),
                name="clock_has_one_limit",
            ),
            models.UniqueConstraint(
                fields=["order", "stage"],
                condition=Q(stopped_at__isnull=True),
                name="clock_one_per_stage",
            ),
        ]
        triggers = [pgtrigger.Protect(name="clocks_are_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.order} · {self.get_stage_display()}"


@pghistory.track()
class Pause(models.Model):
    """A time in which a clock stood still, and why."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses")
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True)
    reason = models.CharField("原因", max_length=500)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "暂停"
        verbose_name_plural = "暂停"
        ordering = ["clock", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="pause_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="pause_in_order"
            ),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(until__isnull=True), name="pause_one_at_a_time"
            ),
        ]
        triggers = [pgtrigger.Protect(name="pauses_are_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.clock} · {self.reason}"
