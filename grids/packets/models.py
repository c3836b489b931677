"""A case's papers as they were made, with the state of the case they were made of."""

import uuid
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.queries import places_under
from gis_core.jobs.models import Job
from grids.proposals.models import Proposal


class Packet(models.Model):
    """One packet: made once of one state of a case, for one day; what is made stays as it is.

    `content_hash` and `record_hash` say of which state (`contents.stamps`); `day` is the one the
    papers bear. Until `made_at` there is only the `job` that makes it, and no file. `files` tells
    of each its name, what it is, bytes and SHA-256, the whole as ZIP last; they lie in `folder`
    below MEDIA_ROOT (see `storing`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="packets")
    content_hash = models.CharField("内容校验和", max_length=64)
    record_hash = models.CharField("记录校验和", max_length=64)
    day = models.DateField("日期")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("发起", auto_now_add=True)
    tries = models.PositiveSmallIntegerField("发起次数", default=0)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("生成", null=True)
    folder = models.CharField("目录", max_length=160, blank=True)
    files = models.JSONField("文件", default=list)

    class Meta:
        verbose_name = "报批材料"
        verbose_name_plural = "报批材料"
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "content_hash", "record_hash", "day"], name="packet_once"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, folder="", files=[])
                | (Q(made_at__isnull=False) & ~Q(folder="") & ~Q(files=[])),
                name="packet_whole_or_not_at_all",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="packet_stays_as_made",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__made_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.day}"

    @property
    def is_made(self) -> bool:
        return self.made_at is not None

    @property
    def is_waited_for(self) -> bool:
        """Whether a job is still to make it."""
        return not self.is_made and self.job is not None and not self.job.is_over

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(proposal__county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(proposal__place__in=places_under(places))
