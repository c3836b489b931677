"""What residents can have done, where, and with what: a county's list of service items.

An item is the county's, under a code that never names another. It is offered everywhere, or
where a `LocalRule` says so; the rule nearest to a place decides: grid, community, subdistrict.
Both are dated: `since` counts, `until` no longer does; a row that ended is kept.
"""

import datetime
from uuid import UUID

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from communities.service_items.kinds import HandledAt, ListType
from communities.territory.models import County, Edition, Place
from communities.territory.queries import places_under

LONGEST_DAYS = 400  # working days: a longer promise is a slip of the pen


def on_day(day: datetime.date) -> Q:
    """Rows that hold on a day."""
    return Q(since__lte=day) & not_over(day)


def not_over(day: datetime.date) -> Q:
    """Rows that hold on a day or will later."""
    return Q(until__isnull=True) | (Q(until__gt=day) & Q(until__gt=F("since")))


@pghistory.track()
class ServiceItem(models.Model):
    """One thing residents can have done, or, in the negative list, no longer need to ask for.

    `days` is the promised time in working days, 0 while one waits; unknown where it is None.
    """

    county = models.ForeignKey(
        County, models.PROTECT, related_name="service_items", verbose_name="县"
    )
    code = models.CharField("编码", max_length=20)
    name = models.CharField("事项名称", max_length=80)
    list_type = models.CharField("清单类别", max_length=11, choices=ListType.choices)
    handled_at = models.CharField("办理层级", max_length=11, choices=HandledAt.choices)
    everywhere = models.BooleanField("全县通办", default=True)
    materials = models.CharField("所需材料", max_length=500, blank=True)
    days = models.PositiveSmallIntegerField("承诺时限（工作日）", null=True, blank=True)
    fee = models.CharField("收费", max_length=80, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    phone = models.CharField("窗口电话", max_length=20, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    since = models.DateField("启用日期")
    until = models.DateField("停用日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "服务事项"
        verbose_name_plural = "服务事项"
        ordering = ["county", "code"]
        constraints = [
            models.UniqueConstraint(fields=["county", "code"], name="serviceitem_code_once"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""), name="serviceitem_has_code_and_name"
            ),
            models.CheckConstraint(
                condition=Q(list_type__in=ListType.values), name="serviceitem_known_list"
            ),
            models.CheckConstraint(
                condition=Q(handled_at__in=HandledAt.values), name="serviceitem_known_level"
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__lte=LONGEST_DAYS),
                name="serviceitem_days_that_can_be",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="serviceitem_ends_after_it_began",
            ),
        ]
        triggers = [pgtrigger.Protect(name="service_items_are_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_negative(self) -> bool:
        """Whether it is no longer to be asked for."""
        return self.list_type == ListType.NEGATIVE

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        """Items of these places alone: offered there, and nowhere else."""
        offered = LocalRule.objects.filter(item=OuterRef("pk"), offered=True)
        inside = places_under(places)
        return (
            Q(everywhere=False)
            & Exists(offered.filter(place__in=inside))
            & ~Exists(offered.exclude(place__in=inside))
        )


@pghistory.track()
class LocalRule(models.Model):
    """What is different with an item in one place and everything below it.

    Offered or not; where offered, `handled_at`, `phone` and `note` stand in for the item's own
    unless they are empty. `stopped_by` is the edition with which it could not go on elsewhere.
    """

    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="rules", verbose_name="事项")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="地点")
    offered = models.BooleanField("办理")
    handled_at = models.CharField(
        "办理层级", max_length=11, choices=HandledAt.choices, blank=True, default=""
    )
    phone = models.CharField("窗口电话", max_length=20, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    since = models.DateField("启用日期")
    until = models.DateField("停用日期", null=True, blank=True)
    stopped_by = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "当地办法"
        verbose_name_plural = "当地办法"
        ordering = ["item", "place", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at__in=["", *HandledAt.values]), name="localrule_known_level"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="localrule_ends_after_it_began",
            ),
            ExclusionConstraint(
                name="localrule_one_at_a_time",
                expressions=[
                    ("item", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    (
                        Func("since", "until", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        triggers = [pgtrigger.Protect(name="local_rules_are_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.item} · {self.place}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(item__county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(place__in=places_under(places))
