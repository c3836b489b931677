import hashlib

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models import County
from gis_core.audit.changes import AnyChange
from grids.dispatch.models import Order
from grids.dispatch.models.matrix import OfACounty

_UNTOLD = ["digest", "used_at"]


def digest_of(key: str) -> str:
    """What of a key is kept: 192 random bits need no salt and no slow hash."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=AnyChange(exclude=_UNTOLD)),
    exclude=_UNTOLD,
)
class ApiKey(OfACounty):
    """Another system that may send service requests to one county; only a digest of its key."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    client = models.CharField("接入系统", max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    until = models.DateField("有效至", null=True, blank=True)
    made_at = models.DateTimeField("发放时间", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    used_at = models.DateTimeField("最近使用", null=True)
    ended_at = models.DateTimeField("停用时间", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "接口密钥"
        verbose_name_plural = "接口密钥"
        ordering = ["county", "-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(client=""), name="api_key_of_somebody"),
        ]

    def __str__(self) -> str:
        return self.client


class Sent(models.Model):
    """One call of a client in the last hour, by which its rate is told."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "接口请求"
        verbose_name_plural = "接口请求"
        indexes = [models.Index(fields=["key", "at"], name="open311_sent_of_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.at}"


class Request(models.Model):
    """An order another system sent, and which key it came with."""

    order = models.OneToOneField(Order, models.PROTECT, primary_key=True, related_name="+")
    key = models.ForeignKey(ApiKey, models.PROTECT, related_name="requests")

    class Meta:
        verbose_name = "接口工单"
        verbose_name_plural = "接口工单"

    def __str__(self) -> str:
        return f"{self.order} · {self.key}"
