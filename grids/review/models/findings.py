"""What is put on record beside a case: papers, waivers of rules, conditions of an approval."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from grids.proposals.models import Proposal

_ONLY_ADDED = pgtrigger.Update | pgtrigger.Delete


class Paper(models.Model):
    """One document of a case: what it is, its number (文号) and day, and where it was handed in,
    its file: digest, bytes and name (`gis_core.files.keeping`)."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="papers")
    kind = models.CharField("文书", max_length=30)
    number = models.CharField("文号", max_length=60, blank=True)
    day = models.DateField("日期")
    note = models.CharField("说明", max_length=400, blank=True)
    sha256 = models.CharField("文件校验和", max_length=64, blank=True)
    bytes = models.PositiveBigIntegerField("文件大小", null=True)
    file_name = models.CharField("文件名", max_length=120, blank=True)
    file_kind = models.CharField("文件种类", max_length=4, blank=True)
    step = models.CharField("步骤", max_length=20)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = "文书"
        ordering = ["proposal", "added_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256="", bytes__isnull=True, file_name="", file_kind="")
                | Q(sha256__regex="^[0-9a-f]{64}$", bytes__gt=0)
                & ~Q(file_name="")
                & ~Q(file_kind=""),
                name="paper_file_whole",
            )
        ]
        triggers = [pgtrigger.Protect(name="papers_only_added", operation=_ONLY_ADDED)]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()


class Waiver(models.Model):
    """A rule that need not be kept in one place of one proposal, with the reason; shown for ever.

    `rule` and `subject` (the number of the unit, empty for the plan as a whole) name what it is
    about and outlive redrawing; `what`, `value` and `limit` are of the fault as it was waived,
    `content_hash` of the contents. It does not hold for what is worse.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="waivers")
    rule = models.CharField("规则", max_length=60)
    subject = models.CharField("对象", max_length=120, blank=True)
    what = models.CharField("情形", max_length=400, blank=True)
    value = models.FloatField("数值", null=True)
    limit = models.FloatField("限值", null=True)
    reason = models.TextField("理由", max_length=2000)
    content_hash = models.CharField("内容校验和", max_length=64)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "豁免"
        verbose_name_plural = "豁免"
        ordering = ["proposal", "given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "rule", "subject", "content_hash"], name="waiver_given_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
        ]
        triggers = [pgtrigger.Protect(name="waivers_only_added", operation=_ONLY_ADDED)]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}".strip()


@pghistory.track()
class Condition(models.Model):
    """What an approval asks for: text and reason; `met_at` once somebody said how it was met."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="conditions")
    text = models.TextField("条件", max_length=2000)
    reason = models.TextField("理由", max_length=2000)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("时间", auto_now_add=True)
    met_note = models.TextField("落实情况", max_length=2000, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    met_at = models.DateTimeField("落实时间", null=True)

    class Meta:
        verbose_name = "批复条件"
        verbose_name_plural = "批复条件"
        ordering = ["proposal", "set_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(reason=""), name="condition_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, met_by__isnull=True)
                | Q(met_at__isnull=False, met_by__isnull=False),
                name="condition_met_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
