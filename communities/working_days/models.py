from uuid import UUID

import pghistory
from django.db import models
from django.db.models import Q

from communities.territory.models import County


@pghistory.track()
class SpecialDay(models.Model):
    """A day on which a county works or does not, against the week's habit: 节假日 and 调休."""

    county = models.ForeignKey(County, models.CASCADE, related_name="special_days")
    day = models.DateField("日期")
    works = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = "特殊日"
        verbose_name_plural = "特殊日"
        ordering = ["county", "day"]
        constraints = [models.UniqueConstraint(fields=["county", "day"], name="specialday_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(county__in=places)
