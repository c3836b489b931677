import uuid
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q


class Channel(models.TextChoices):
    """The way a message goes; settings.OUTBOX_ADAPTERS says what sends on each."""

    EMAIL = "email", "电子邮件"
    SMS = "sms", "短信或政务消息"


class Message(models.Model):
    """One message to one address, written in the transaction of what it tells of.

    Who sends owns the row by a lease; `attempts` is the fencing number: the outcome of an attempt
    counts only while the row still bears it. `id` names the message to the gateway, always the
    same: after a crash between handing over and writing that down the message is handed over
    again under that name, which is how the other side knows it has it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "已发送"
        DEAD = "dead", "发送失败"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=60)
    channel = models.CharField("途径", max_length=8, choices=Channel.choices)
    county_key = models.UUIDField("县")
    to = models.CharField("收件人", max_length=320)
    subject = models.CharField("主题", max_length=200)
    body = models.TextField("正文")
    dedupe_key = models.CharField(max_length=200, unique=True, editable=False)
    state = models.CharField("状态", max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    tries_left = models.PositiveSmallIntegerField("剩余次数")
    next_try_at = models.DateTimeField("下次发送")
    lease_until = models.DateTimeField("租约至", null=True)
    last_error = models.CharField("失败原因", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    put_at = models.DateTimeField("写入", auto_now_add=True)
    sent_at = models.DateTimeField("发出", null=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-put_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="message_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="message_due"),
            models.Index(fields=["county_key", "state", "-put_at"], name="message_by_county"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county_key__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        """None: the outbox is kept for the whole county."""
        return Q(pk__in=[])


class Kind(models.TextChoices):
    """What a person may want to be told of, or not."""

    ORDER = "order", "工单有新进展，或等待您办理"
    LATE = "late", "工单将到期或已超期"
    CASE = "case", "方案等待您办理，或有新进展"


class Muted(models.Model):
    """A kind of message a person does not want by e-mail."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted")
    kind = models.CharField("种类", max_length=60, choices=Kind.choices)

    class Meta:
        verbose_name = "不收的通知"
        verbose_name_plural = "不收的通知"
        constraints = [
            models.UniqueConstraint(fields=["account", "kind"], name="muted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.kind}"
