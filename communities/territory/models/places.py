"""Permanent places. A place is a key that never changes; everything else about it may.

Where it lies is a `Boundary`, valid from one edition to another; what it is called and coded
is a `Designation`, valid from one day to another. Tying the identity of an area to one geometry
is the known flaw of older boundary systems: the area whose line moves must either change its
key and break everything that points to it, or lose its history.
"""

import uuid
from typing import Any, ClassVar, Self
from uuid import UUID

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from gis_core.accounts.models import Level


class LevelManager(models.Manager[Any]):
    """The places of one level; the manager of each level's proxy."""

    def __init__(self, level: Level) -> None:
        super().__init__()
        self.level = level

    def get_queryset(self) -> "models.QuerySet[Any]":
        return super().get_queryset().filter(level=self.level)

    def create(self, **values: Any) -> Any:
        return super().create(level=self.level, **values)


@pghistory.track()
class Place(models.Model):
    """A county, subdistrict, community or grid; its code and name are those in force today."""

    class CodeStatus(models.TextChoices):
        OFFICIAL = "official", "正式代码"
        PROVISIONAL = "provisional", "临时代码"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    level = models.CharField("层级", max_length=12, choices=Level.choices)
    county = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="县"
    )
    code = models.CharField("代码", max_length=17)
    code_status = models.CharField(
        max_length=11, choices=CodeStatus.choices, default=CodeStatus.OFFICIAL
    )
    name = models.CharField("名称", max_length=100)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    abolished = models.BooleanField("已撤销", default=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name = "区划单位"
        verbose_name_plural = "区划单位"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="place_known_level"),
            models.CheckConstraint(
                condition=Q(level="county", county__isnull=True)
                | (~Q(level="county") & Q(county__isnull=False)),
                name="place_belongs_to_a_county",
            ),
            models.CheckConstraint(
                condition=Q(level="county", code__regex=r"^\d{6}$")
                | Q(level="subdistrict", code__regex=r"^\d{9}$")
                | Q(level="community", code__regex=r"^\d{12}$")
                | Q(level="grid", code__regex=r"^\d{15}(\d{2})?$"),
                name="place_code_length",
            ),
            models.UniqueConstraint(
                fields=["level", "code"], condition=Q(abolished=False), name="place_code_unique"
            ),
        ]
        indexes = [models.Index(fields=["county", "level"], name="place_by_county")]

    def __str__(self) -> str:
        return self.name

    @property
    def county_key(self) -> UUID:
        """The key of the county this place lies in; a county's own key for a county."""
        return self.county_id or self.pk

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties) | Q(pk__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        from communities.territory.queries import places_under

        return Q(pk__in=places_under(places))


class County(Place):
    objects: ClassVar[models.Manager[Any]] = LevelManager(Level.COUNTY)

    class Meta:
        proxy = True
        verbose_name = "县"
        verbose_name_plural = "县"


class Subdistrict(Place):
    objects: ClassVar[models.Manager[Any]] = LevelManager(Level.SUBDISTRICT)

    class Meta:
        proxy = True
        verbose_name = "街道（镇）"
        verbose_name_plural = "街道（镇）"


class Community(Place):
    objects: ClassVar[models.Manager[Any]] = LevelManager(Level.COMMUNITY)

    class Meta:
        proxy = True
        verbose_name = "社区"
        verbose_name_plural = "社区"


class Grid(Place):
    objects: ClassVar[models.Manager[Any]] = LevelManager(Level.GRID)

    class Meta:
        proxy = True
        verbose_name = "网格"
        verbose_name_plural = "网格"


class Designation(models.Model):
    """What a place was called and coded from one day to another; the history of `Place`.

    A name that held for less than a day keeps its row, with an empty period.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="designations")
    code = models.CharField("代码", max_length=17)
    code_status = models.CharField(max_length=11, choices=Place.CodeStatus.choices)
    name = models.CharField("名称", max_length=100)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    valid = DateRangeField("有效期")

    class Meta:
        verbose_name = "名称与代码"
        verbose_name_plural = "名称与代码"
        ordering = ["place", "valid"]
        constraints = [
            ExclusionConstraint(
                name="designation_one_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            # A code names one place for ever; uuid needs btree_gist, as the one above does.
            ExclusionConstraint(
                name="designation_code_never_reused",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("place", RangeOperators.NOT_EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @classmethod
    def of(cls, place: Place, valid: Any) -> Self:
        """The designation a place bears now, for the period `valid` (not saved)."""
        return cls(
            place=place,
            code=place.code,
            code_status=place.code_status,
            name=place.name,
            name_en=place.name_en,
            valid=valid,
        )
