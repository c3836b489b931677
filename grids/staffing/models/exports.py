from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models import County


class StaffExport(models.Model):
    """Who took telephone numbers out in a file, when, how many rows, what for; only added."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    table = models.CharField("名册", max_length=10)
    purpose = models.CharField("用途", max_length=200)
    rows = models.PositiveIntegerField("行数")
    exported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    exported_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "名册导出"
        verbose_name_plural = "名册导出"
        ordering = ["county", "-exported_at"]
        constraints = [models.CheckConstraint(condition=~Q(purpose=""), name="staff_export_for")]
        triggers = [
            pgtrigger.Protect(
                name="staff_exports_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.exported_by}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(county__in=places)
