"""What a county sets: categories, kinds, who is responsible where, who keeps which community."""

from uuid import UUID

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models import County, Place
from communities.territory.queries import places_under
from grids.staffing.capacities import Part
from grids.staffing.models import Unit


class OfACounty(models.Model):
    """Settings belong to a whole county."""

    class Meta:
        abstract = True

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(county__in=places)


@pghistory.track()
class Category(OfACounty):
    """What an order is about; one no longer used keeps its row."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    code = models.CharField("代码", max_length=30)
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    is_active = models.BooleanField("在用", default=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "事项类别"
        verbose_name_plural = "事项类别"
        ordering = ["county", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="dispatch_category_named"),
            models.UniqueConstraint(fields=["county", "code"], name="dispatch_category_once"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Kind(OfACounty):
    """A kind of whistle and its time limits; those of an emergency run day and night."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    code = models.CharField("代码", max_length=30)
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    sign_minutes = models.PositiveIntegerField("签收（分钟）")
    contact_minutes = models.PositiveIntegerField("联系（分钟）")
    arrive_working_days = models.PositiveSmallIntegerField("报到（工作日）")
    resolve_working_days = models.PositiveSmallIntegerField("办结（工作日）")
    is_emergency = models.BooleanField("应急", default=False)
    needs_principal = models.BooleanField("须主要负责人批准", default=True)
    is_active = models.BooleanField("在用", default=True)
    source = models.CharField("出处", max_length=120, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "吹哨种类"
        verbose_name_plural = "吹哨种类"
        ordering = ["county", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "code"], name="dispatch_kind_once"),
            models.CheckConstraint(
                condition=Q(
                    sign_minutes__range=(1, 43200),
                    contact_minutes__range=(1, 43200),
                    arrive_working_days__range=(1, 400),
                    resolve_working_days__range=(1, 400),
                ),
                name="dispatch_kind_limits",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Responsibility(OfACounty):
    """Which unit leads or supports in a category at a place and everywhere inside it, unless a
    narrower place says otherwise."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    category = models.ForeignKey(Category, models.PROTECT, related_name="responsibilities")
    place = models.ForeignKey(Place, models.PROTECT, related_name="responsibilities")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="responsibilities")
    part = models.CharField("方式", max_length=7, choices=Part.choices)

    class Meta:
        verbose_name = "责任清单"
        verbose_name_plural = "责任清单"
        ordering = ["category", "place", "part", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=Part.values), name="responsibility_known_part"
            ),
            models.UniqueConstraint(
                fields=["category", "place"],
                condition=Q(part=Part.LEAD),
                name="responsibility_one_lead",
            ),
            models.UniqueConstraint(
                fields=["category", "place", "unit"], name="responsibility_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} · {self.place} · {self.unit}"


@pghistory.track()
class Keeper(models.Model):
    """The county leader who keeps a community (包联县领导), to whom its orders are escalated."""

    community = models.OneToOneField(Place, models.PROTECT, related_name="keeper")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "包联县领导"
        verbose_name_plural = "包联县领导"

    def __str__(self) -> str:
        return f"{self.community} · {self.user}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(community__county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(community__in=places_under(places))
