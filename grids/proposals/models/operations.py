"""What was done to a draft, by whom, in which order; and who is at it now."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from grids.proposals.models.drafts import Proposal


class Operation(models.Model):
    """One step of a draft: what was asked, and what it changed.

    `version` is the draft's version it made. Rows are only added: undoing is an operation of its
    own, which names in `undoes` the one it takes back. `effect` holds everything that changed,
    before and after, so that the log alone gives any state (`drafting.effects`).
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="operations")
    version = models.PositiveIntegerField("版本")
    kind = models.CharField("种类", max_length=30)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    tab = models.CharField("窗口", max_length=64, blank=True)
    idempotency_key = models.CharField(max_length=64)
    label = models.CharField("说明", max_length=200)
    request = models.JSONField("请求")
    effect = models.JSONField("结果")
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    made_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "操作"
        verbose_name_plural = "操作"
        ordering = ["proposal", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "version"], name="operation_version_unique"
            ),
            models.UniqueConstraint(
                fields=["proposal", "idempotency_key"], name="operation_made_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="operations_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.version} {self.label}"


class Snapshot(models.Model):
    """A version of a draft that somebody gave a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="snapshots")
    version = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=60)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "快照"
        verbose_name_plural = "快照"
        ordering = ["proposal", "-version", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "name"], name="snapshot_name_unique")
        ]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """A window in which somebody has a draft open, and the unit at work; forgotten when silent."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="present")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tab = models.CharField("窗口", max_length=64)
    unit_number = models.PositiveIntegerField("单位", null=True)
    seen_at = models.DateTimeField("最近", auto_now=True)

    class Meta:
        verbose_name = "在场"
        verbose_name_plural = "在场"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "tab"], name="presence_once_per_tab")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.proposal}"
