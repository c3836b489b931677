from uuid import UUID

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.utils import timezone

from communities.territory.models import County
from communities.territory.queries import places_under
from gis_core.crs import GEOGRAPHIC
from grids.staffing.capacities import Duty, UnitKind
from grids.staffing.periods import not_over


@pghistory.track()
class Unit(models.Model):
    """A department or other unit of the county that covers grids or lends people to them.

    `geom` is its address point. A unit that was dissolved keeps its row; `successor` is the one
    that went on with its work.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="units", verbose_name="县")
    name = models.CharField("名称", max_length=80)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    kind = models.CharField("类别", max_length=12, choices=UnitKind.choices, default=UnitKind.OTHER)
    contact_name = models.CharField("联络员", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=20, blank=True)
    duties = ArrayField(
        models.CharField(max_length=14, choices=Duty.choices), default=list, verbose_name="职责"
    )
    address = models.CharField("地址", max_length=200, blank=True)
    geom = models.PointField("位置", srid=GEOGRAPHIC, null=True, spatial_index=False)
    ended_on = models.DateField("撤销日期", null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "包抓单位"
        verbose_name_plural = "包抓单位"
        ordering = ["county", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="unit_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_known_kind"),
            models.CheckConstraint(
                condition=Q(duties__contained_by=Duty.values), name="unit_known_duties"
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(ended_on__isnull=False),
                name="unit_succeeded_when_ended",
            ),
            models.UniqueConstraint(
                fields=["county", "name"],
                condition=Q(ended_on__isnull=True),
                name="unit_name_unique",
            ),
        ]
        indexes = [GistIndex(fields=["geom"], name="unit_geom_gist")]
        triggers = [pgtrigger.Protect(name="units_are_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        """Units that cover a grid there."""
        from grids.staffing.models.coverage import Coverage

        inside = Coverage.objects.filter(not_over(timezone.localdate()))
        return Q(pk__in=inside.filter(grid__in=places_under(places)).values("unit"))


@pghistory.track()
class UnitAccount(models.Model):
    """An account that speaks for a unit: its liaison's, or that of whoever stands in for them."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="accounts", verbose_name="单位")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="账号"
    )

    class Meta:
        verbose_name = "单位账号"
        verbose_name_plural = "单位账号"
        constraints = [
            models.UniqueConstraint(fields=["unit", "account"], name="unit_account_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.account}"
