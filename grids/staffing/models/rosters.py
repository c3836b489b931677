from uuid import UUID

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models import County
from gis_core.jobs.models import Job


@pghistory.track(exclude=["rows", "report"])
class Roster(models.Model):
    """One file of people, units or service items: looked through, taken over, perhaps taken back.

    `rows` are the file's cells by field until it is taken over or dropped; `digest` is of what
    they say. `report` has a line for each row, `made` what the import wrote: table, key, the
    version it left, and, where a row was there before, its former values. A large file is looked
    through and taken over by a `job`; meanwhile it is being read, or applied.
    """

    class Kind(models.TextChoices):
        PEOPLE = "people", "人员名册"
        UNITS = "units", "包抓单位名册"
        ITEMS = "items", "服务事项清单"

    class State(models.TextChoices):
        READING = "reading", "正在核对"
        LOOKED_AT = "looked_at", "待确认"
        APPLYING = "applying", "正在导入"
        APPLIED = "applied", "已导入"
        UNDONE = "undone", "已撤回"
        DROPPED = "dropped", "未采用"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    kind = models.CharField("种类", max_length=6, choices=Kind.choices)
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.LOOKED_AT)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    report = models.JSONField(default=list)
    unused_columns = models.JSONField("未用的列", default=list)
    made = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField("导入时间", null=True)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "名册导入"
        verbose_name_plural = "名册导入"
        ordering = ["county", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "digest"],
                condition=Q(state="applied"),
                name="roster_applied_once",
            )
        ]
        triggers = [pgtrigger.Protect(name="rosters_are_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waited_for(self) -> bool:
        """Whether a job is at it."""
        return self._at_work and self.job is not None and not self.job.is_over

    @property
    def is_stuck(self) -> bool:
        """Whether the job that was at it ended without an outcome."""
        return self._at_work and not self.is_waited_for

    @property
    def _at_work(self) -> bool:
        return self.state in (self.State.READING, self.State.APPLYING)

    @property
    def refused(self) -> int:
        """How many rows are refused."""
        return sum(line["verdict"] == "refused" for line in self.report)

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        """A roster is of the whole county."""
        return Q(county__in=places)
