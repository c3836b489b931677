import pghistory
import pgtrigger
from django.conf import settings
from django.db import models

from communities.territory.models import County
from grids.dispatch.models import Category, Order
from grids.dispatch.models.matrix import OfACounty


@pghistory.track(exclude=["rows", "report", "places"])
class HotlineList(OfACounty):
    """One list of the hotline: looked through, then taken as orders, perhaps taken back.

    `rows` are its cells by field until it is taken or dropped, with names and phones of callers;
    `places` is what the dispatcher wrote for rows whose address said too little, by row.
    `report` has a line for each row, without names and phones.
    """

    class State(models.TextChoices):
        LOOKED_AT = "looked_at", "待确认"
        APPLIED = "applied", "已导入"
        UNDONE = "undone", "已撤回"
        DROPPED = "dropped", "未采用"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.LOOKED_AT)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    places = models.JSONField(default=dict)
    report = models.JSONField(default=list)
    unused_columns = models.JSONField("未用的列", default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("导入时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "热线清单"
        verbose_name_plural = "热线清单"
        ordering = ["county", "-id"]
        triggers = [pgtrigger.Protect(name="hotline_lists_are_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.file_name


class HotlineOrder(models.Model):
    """Which matter of the hotline an order is; one that was taken back makes room for another."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+")
    number = models.CharField("热线编号", max_length=60)
    order = models.OneToOneField(Order, models.PROTECT, related_name="hotline")
    made_by = models.ForeignKey(HotlineList, models.PROTECT, related_name="orders")

    class Meta:
        verbose_name = "热线工单"
        verbose_name_plural = "热线工单"
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="hotline_number_once")
        ]

    def __str__(self) -> str:
        return self.number


@pghistory.track()
class CategoryWord(models.Model):
    """What the hotline calls a category of the county: said once, known from then on."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+")
    word = models.CharField("热线类别", max_length=80)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "热线类别对照"
        verbose_name_plural = "热线类别对照"
        constraints = [
            models.UniqueConstraint(fields=["county", "word"], name="category_word_once")
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.category}"
