import pghistory
from django.contrib.gis.db import models
from django.db.models import Q

from communities.basemap.models.county_rows import CountyRow
from communities.basemap.models.sources import DataSource
from communities.territory.fields import (
    drawn_field,
    shape_constraints,
    shape_field,
    shape_indexes,
)
from gis_core.audit.changes import AnyChange


class BuildingUse(models.TextChoices):
    RESIDENTIAL = "residential", "住宅"
    MIXED = "mixed", "商住"
    COMMERCIAL = "commercial", "商业"
    OFFICE = "office", "办公"
    PUBLIC = "public", "公共服务"
    INDUSTRIAL = "industrial", "工业仓储"
    OTHER = "other", "其他"
    UNKNOWN = "unknown", "未知"


class CountSource(models.TextChoices):
    """Where a building's household counts come from; an estimate is marked wherever it shows."""

    NONE = "none", "无"
    BUILDING = "building", "逐栋调查"
    SMALL_AREA = "small_area", "按小区域分摊"
    ESTIMATE = "estimate", "按建筑估算"


class Compound(CountyRow):
    """A residential compound 小区: one wall, one gate, usually one property company."""

    name = models.CharField("名称", max_length=100)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    source_ref = models.CharField("源编号", max_length=60, blank=True)
    source = models.ForeignKey(DataSource, models.PROTECT, null=True, related_name="+")
    geom = shape_field()
    geom_3857 = drawn_field()

    class Meta:
        verbose_name = "小区"
        verbose_name_plural = "小区"
        constraints = list(shape_constraints("compound"))
        indexes = list(shape_indexes("compound"))

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.UpdateEvent(condition=AnyChange(exclude=["geom_3857"])),
    pghistory.DeleteEvent(),
    exclude=["geom_3857"],
)
class Building(CountyRow):
    """A building: footprint, floors, use, and counts of dwellings, households and people.

    Counts only: no residents' names or ID numbers are kept anywhere. The record of an import
    is its `DataSource`; changes made afterwards are audited row by row.
    """

    source_ref = models.CharField("源编号", max_length=60, blank=True)
    source = models.ForeignKey(DataSource, models.PROTECT, null=True, related_name="+")
    name = models.CharField("名称", max_length=100, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    use = models.CharField(
        "用途", max_length=11, choices=BuildingUse.choices, default=BuildingUse.UNKNOWN
    )
    floors = models.PositiveSmallIntegerField("层数", null=True)
    dwellings = models.PositiveIntegerField("住宅套数", null=True)
    households_registered = models.PositiveIntegerField("户籍户数", null=True)
    households_resident = models.PositiveIntegerField("常住户数", null=True)
    population = models.PositiveIntegerField("常住人口", null=True)
    count_source = models.CharField(
        "户数来源", max_length=10, choices=CountSource.choices, default=CountSource.NONE
    )
    compound = models.ForeignKey(
        Compound, models.SET_NULL, null=True, blank=True, related_name="buildings"
    )
    geom = shape_field()
    geom_3857 = drawn_field()

    class Meta:
        verbose_name = "建筑"
        verbose_name_plural = "建筑"
        constraints = [
            *shape_constraints("building"),
            models.CheckConstraint(
                condition=Q(use__in=BuildingUse.values), name="building_known_use"
            ),
            models.CheckConstraint(
                condition=Q(count_source__in=CountSource.values), name="building_known_count_source"
            ),
            models.CheckConstraint(
                condition=Q(floors__isnull=True) | Q(floors__range=(1, 150)),
                name="building_floors_plausible",
            ),
            models.UniqueConstraint(
                fields=["county", "source_ref"],
                condition=~Q(source_ref=""),
                name="building_source_ref_unique",
            ),
        ]
        indexes = list(shape_indexes("building"))

    def __str__(self) -> str:
        return self.name or self.address or f"建筑 {self.pk}"
