import pghistory
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q

from communities.basemap.models.county_rows import CountyRow
from communities.basemap.models.sources import DataSource
from communities.territory.fields import shape_field


@pghistory.track()
class Venue(CountyRow):
    """A service centre 党群服务中心 or other place of community service."""

    name = models.CharField("名称", max_length=100)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    area_m2 = models.PositiveIntegerField("建筑面积（平方米）", null=True)
    source_ref = models.CharField("源编号", max_length=60, blank=True)
    source = models.ForeignKey(DataSource, models.PROTECT, null=True, related_name="+")
    geom = shape_field(models.PointField)

    class Meta:
        verbose_name = "阵地"
        verbose_name_plural = "阵地"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="venue_has_a_name")]
        indexes = [GistIndex(fields=["geom"], name="venue_geom_gist")]

    def __str__(self) -> str:
        return self.name
