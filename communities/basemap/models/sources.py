import uuid

import pghistory
from django.conf import settings
from django.db import models

from communities.territory.models import County


@pghistory.track()
class DataSource(models.Model):
    """One file that was read into the base map: what it was, how it was understood, by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="data_sources")
    layer = models.CharField("图层", max_length=40)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("校验和", max_length=64)
    crs = models.CharField("坐标系", max_length=100)
    encoding = models.CharField("编码", max_length=40, blank=True)
    rows_read = models.PositiveIntegerField("读取行数")
    rows_loaded = models.PositiveIntegerField("载入行数")
    rows_refused = models.PositiveIntegerField("拒绝行数")
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "数据来源"
        verbose_name_plural = "数据来源"
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.layer} · {self.file_name}"


class MapRevision(models.Model):
    """How often a county's base map has changed: part of the name of every cached tile."""

    county = models.OneToOneField(County, models.CASCADE, primary_key=True, related_name="revision")
    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = "底图修订号"
        verbose_name_plural = "底图修订号"

    def __str__(self) -> str:
        return f"{self.county_id} r{self.number}"
