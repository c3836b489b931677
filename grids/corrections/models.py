"""What somebody in a grid says is wrong with the data, and what became of it."""

import uuid
from uuid import UUID

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Exists, OuterRef, Q

from communities.territory.models import Boundary, County, Edition, Place
from communities.territory.queries import places_under
from gis_core.audit.changes import AnyChange
from gis_core.crs import GEOGRAPHIC

MOST_TEXT = 500


class Fault(models.TextChoices):
    """What is wrong."""

    BUILDING_MISSING = "building_missing", "图上缺少楼栋"
    BUILDING_GONE = "building_gone", "楼栋已拆除"
    COUNT_WRONG = "count_wrong", "户数或层数不符"
    BOUNDARY_WRONG = "boundary_wrong", "网格边界不符"
    OTHER = "other", "其他"


class State(models.TextChoices):
    OPEN = "open", "待核实"
    ANSWERED = "answered", "已答复，不改"
    DONE = "done", "已改正"


@pghistory.track()
class Correction(models.Model):
    """One reported fault, pinned to a point.

    `building` is the key of the building it is about and `building_name`, `source_ref` what that
    was called and numbered then: no foreign key, for an import may take the building away, which
    is what the report may ask for. `key` is made by the sender: a report sent twice is kept once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    grid = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="网格")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="版次")
    fault = models.CharField("问题", max_length=16, choices=Fault.choices)
    geom = models.PointField("位置", srid=GEOGRAPHIC, spatial_index=False)
    building = models.BigIntegerField("楼栋", null=True)
    building_name = models.CharField("楼栋名称", max_length=200, blank=True)
    source_ref = models.CharField("源编号", max_length=60, blank=True)
    floors = models.PositiveSmallIntegerField("实际层数", null=True)
    households = models.PositiveIntegerField("实际户数", null=True)
    text = models.TextField("说明", max_length=MOST_TEXT, blank=True)
    key = models.UUIDField("发送编号", editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="corrections", verbose_name="报告人"
    )
    reported_at = models.DateTimeField("报告时间", auto_now_add=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField("答复", max_length=MOST_TEXT, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "数据纠错"
        verbose_name_plural = "数据纠错"
        ordering = ["-reported_at", "id"]
        indexes = [
            GistIndex(fields=["geom"], name="correction_geom_gist"),
            models.Index(fields=["county", "state"], name="correction_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reported_by", "key"], name="correction_sent_once"),
            models.CheckConstraint(
                condition=Q(fault__in=Fault.values), name="correction_known_fault"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="correction_open_or_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="correction_answered_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(floors__isnull=True) | Q(floors__range=(0, 150)),
                name="correction_floors_plausible",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="correction_stays_as_sent",
                operation=pgtrigger.Update,
                condition=AnyChange(
                    exclude=["state", "answer", "answered_by", "answered_at", "version"]
                ),
            ),
            pgtrigger.Protect(name="correction_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_fault_display()}：{self.building_name or self.grid}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        """Pinned inside the places, or reported from a grid of theirs: a pin beside a wrong
        boundary is nobody's loss."""
        boundaries = Boundary.objects.in_force().filter(place__in=places)
        pinned = Exists(boundaries.filter(geom__intersects=OuterRef("geom")))
        return Q(grid__in=places_under(places)) | Q(pinned)
