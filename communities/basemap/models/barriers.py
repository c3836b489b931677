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


class BarrierClass(models.TextChoices):
    """What a boundary likes to follow, from the hardest to cross to the softest."""

    EXPRESSWAY = "expressway", "快速路"
    RAILWAY = "railway", "铁路"
    RIVER = "river", "河流"
    CANAL = "canal", "渠道"
    ARTERIAL = "arterial", "主干路"
    COLLECTOR = "collector", "次干路"
    LOCAL = "local", "支路"
    WALL = "wall", "围墙"


class Barrier(CountyRow):
    """A road, river, railway or wall, as a line."""

    barrier_class = models.CharField("类别", max_length=10, choices=BarrierClass.choices)
    name = models.CharField("名称", max_length=100, blank=True)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    source_ref = models.CharField("源编号", max_length=60, blank=True)
    source = models.ForeignKey(DataSource, models.PROTECT, null=True, related_name="+")
    geom = shape_field(models.MultiLineStringField)
    geom_3857 = drawn_field(models.MultiLineStringField)

    class Meta:
        verbose_name = "分隔物"
        verbose_name_plural = "分隔物"
        constraints = [
            *shape_constraints("barrier"),
            models.CheckConstraint(
                condition=Q(barrier_class__in=BarrierClass.values), name="barrier_known_class"
            ),
        ]
        indexes = list(shape_indexes("barrier"))

    def __str__(self) -> str:
        return self.name or self.get_barrier_class_display()


class GroundKind(models.TextChoices):
    WATER = "water", "水面"
    GREEN = "green", "绿地"
    SQUARE = "square", "广场"
    FARMLAND = "farmland", "农田"


class Ground(CountyRow):
    """Water, parks, squares and fields: drawn under the map, not planned with."""

    kind = models.CharField("类别", max_length=8, choices=GroundKind.choices)
    name = models.CharField("名称", max_length=100, blank=True)
    source = models.ForeignKey(DataSource, models.PROTECT, null=True, related_name="+")
    geom = shape_field()
    geom_3857 = drawn_field()

    class Meta:
        verbose_name = "地面"
        verbose_name_plural = "地面"
        constraints = [
            *shape_constraints("ground"),
            models.CheckConstraint(
                condition=Q(kind__in=GroundKind.values), name="ground_known_kind"
            ),
        ]
        indexes = list(shape_indexes("ground"))

    def __str__(self) -> str:
        return self.name or self.get_kind_display()
