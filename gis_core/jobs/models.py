import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of background work, and everything the person waiting for it may see.

    The row is the truth about the work, not the queue: a worker owns it by a lease it keeps
    renewing (`lease_until`), and `attempts` is the fencing number: what a worker writes counts
    only while the row still bears the attempt it claimed. A worker that dies leaves a lease
    that runs out; the row is then queued again, or failed after `max_attempts`.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "运行中"
        SUCCEEDED = "succeeded", "已完成"
        FAILED = "failed", "失败"
        CANCELLED = "cancelled", "已取消"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=60)
    arguments = models.JSONField("参数", default=dict)
    idempotency_key = models.CharField(max_length=100, unique=True, null=True, editable=False)
    county_key = models.UUIDField("县", null=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="发起人"
    )
    status = models.CharField("状态", max_length=9, choices=Status.choices, default=Status.QUEUED)
    phase = models.CharField("阶段", max_length=60, blank=True)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    cancel_requested = models.BooleanField("已请求取消", default=False)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    max_attempts = models.PositiveSmallIntegerField("最多尝试", default=3)
    heartbeat_at = models.DateTimeField("心跳", null=True)
    lease_until = models.DateTimeField("租约至", null=True)
    error_code = models.CharField("错误代码", max_length=60, blank=True)
    error_text = models.TextField("错误说明", blank=True)
    result = models.JSONField("结果", null=True)
    created_at = models.DateTimeField("创建", auto_now_add=True)
    started_at = models.DateTimeField("开始", null=True)
    ended_at = models.DateTimeField("结束", null=True)

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="running") | Q(lease_until__isnull=False),
                name="job_running_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["succeeded", "failed", "cancelled"])
                | Q(ended_at__isnull=False),
                name="job_ended_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["lease_until"], condition=Q(status="running"), name="job_leases"),
            models.Index(fields=["county_key", "-created_at"], name="job_by_county"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_over(self) -> bool:
        return self.status not in (self.Status.QUEUED, self.Status.RUNNING)

    @property
    def percent(self) -> int | None:
        """Whole percent done, or None while the amount of work is unknown."""
        return min(100, 100 * self.done // self.total) if self.total else None

    def as_progress(self) -> dict[str, Any]:
        """What a page that waits for the job is told."""
        return {
            "id": str(self.id),
            "status": self.status,
            "phase": self.phase,
            "done": self.done,
            "total": self.total,
            "error_code": self.error_code,
            "error_text": self.error_text,
        }
