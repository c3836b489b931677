"""What happened to an order; rows are only added."""

from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models import Place
from communities.territory.queries import places_under
from grids.dispatch.models.orders import Order
from grids.dispatch.states import Rater, State
from grids.publication.models import Publication
from grids.staffing.models import Unit

_NEVER = pgtrigger.Update | pgtrigger.Delete


class OfAnOrder(models.Model):
    """What hangs at an order is seen by whoever sees the order's places."""

    class Meta:
        abstract = True

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(order__county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        inside = places_under(places)
        at = Q(order__grid__in=inside) | Q(order__community__in=inside)
        return at | Q(order__subdistrict__in=inside)


class Move(OfAnOrder):
    """One step of an order: who did what when, from where to where, and why."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="moves")
    sequence = models.PositiveIntegerField("次序")
    at = models.DateTimeField("时间")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    action = models.CharField("办理", max_length=20)
    from_state = models.CharField(max_length=9, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=9, choices=State.choices)
    reason = models.CharField("说明", max_length=500, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = "办理经过"
        verbose_name_plural = "办理经过"
        ordering = ["order", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["order", "sequence"], name="move_one_at_a_time")
        ]
        triggers = [pgtrigger.Protect(name="moves_only_added", operation=_NEVER)]

    def __str__(self) -> str:
        return f"{self.order} · {self.action}"


class Photo(OfAnOrder):
    """A photo of an order, `stored` being its key in the store of photos."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="photos")
    move = models.ForeignKey(Move, models.PROTECT, related_name="photos")
    stored = models.CharField(max_length=64)
    made_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "照片"
        verbose_name_plural = "照片"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["order", "stored"], name="photo_once")]
        triggers = [pgtrigger.Protect(name="order_photos_only_added", operation=_NEVER)]

    def __str__(self) -> str:
        return f"{self.order} · {self.stored}"


class Withdrawal(OfAnOrder):
    """A photo taken back, with why; its file is gone, and the row tells that there was one."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    photo = models.OneToOneField(Photo, models.PROTECT, related_name="withdrawal")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField("说明", max_length=500)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "撤下照片"
        verbose_name_plural = "撤下照片"
        ordering = ["order", "id"]
        triggers = [pgtrigger.Protect(name="withdrawals_only_added", operation=_NEVER)]

    def __str__(self) -> str:
        return f"{self.photo} · {self.reason}"


class Rating(OfAnOrder):
    """What the street and the resident think of how it was done, one each; `reopened`: how often
    the order had been opened again by then."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="ratings")
    by = models.CharField("评价方", max_length=8, choices=Rater.choices)
    reopened = models.PositiveSmallIntegerField("重新办理次数", default=0)
    score = models.PositiveSmallIntegerField("评分")
    words = models.CharField("评语", max_length=500, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "评价"
        verbose_name_plural = "评价"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "by", "reopened"], name="rating_once"),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_one_to_five"),
            models.CheckConstraint(condition=Q(by__in=Rater.values), name="rating_known_rater"),
        ]
        triggers = [pgtrigger.Protect(name="ratings_only_added", operation=_NEVER)]

    def __str__(self) -> str:
        return f"{self.order} · {self.score}"


class Rerouting(OfAnOrder):
    """An open order whose ground a publication moved from one grid to another."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="reroutings")
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="rerouted_orders")
    before = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "改派记录"
        verbose_name_plural = "改派记录"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "publication"], name="rerouting_once")
        ]
        triggers = [pgtrigger.Protect(name="reroutings_only_added", operation=_NEVER)]

    def __str__(self) -> str:
        return f"{self.order} · {self.before} → {self.after}"
