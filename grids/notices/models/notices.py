"""The public notice of a proposal, and the addresses it can be asked about."""

import secrets
import uuid
from datetime import date
from uuid import UUID

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Q

from communities.territory.models import County
from communities.territory.queries import places_under
from gis_core.crs import GEOGRAPHIC
from grids.proposals.models import Proposal

KEY_BYTES = 16  # 128 bits: nobody finds a notice that was not given its address


def make_key() -> str:
    """A new key for a public address: 22 letters, digits, hyphens and underscores."""
    return secrets.token_urlsafe(KEY_BYTES)


class DayKind(models.TextChoices):
    """The values of `communities.working_days.counting.DayKind`, in words."""

    CALENDAR = "calendar", "自然日"
    WORKING = "working", "工作日"


@pghistory.track()
class Notice(models.Model):
    """What the public is shown of one version of a proposal, from one day to another.

    `content` is made when the notice is opened (`grids.notices.content`) and never again: the
    public pages show it and nothing else. `closes_on` is the last day on which objections are
    received. `map_review_number` is the 审图号; without one the map is marked 示意图. What is
    past `state` and its companions cannot be changed; a corrected notice is a new one.
    """

    class State(models.TextChoices):
        OPEN = "open", "公示中"
        CLOSED = "closed", "已结束"
        WITHDRAWN = "withdrawn", "已撤回"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField("公开编号", max_length=22, unique=True, default=make_key)
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="notices")
    version = models.PositiveIntegerField("方案版本")
    title = models.CharField("标题", max_length=100)
    statement = models.TextField("说明", max_length=4000, blank=True)
    office = models.CharField("受理单位", max_length=100)
    channel = models.CharField("发布渠道", max_length=200)
    map_review_number = models.CharField("审图号", max_length=60, blank=True)
    days = models.PositiveSmallIntegerField("天数")
    day_kind = models.CharField("按", max_length=8, choices=DayKind.choices)
    opens_on = models.DateField("开始")
    closes_on = models.DateField("截止")
    content = models.JSONField("内容")
    content_hash = models.CharField("内容摘要", max_length=64)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("发布时间", auto_now_add=True)
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.OPEN)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField("结束时间", null=True)
    note = models.CharField("结束说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "公示"
        verbose_name_plural = "公示"
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(state="open"), name="notice_one_open"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opens_on")), name="notice_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "closed", "withdrawn"]), name="notice_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="notice_ended_at_a_time",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="notice_stays_as_shown", exclude=["state", "ended_by", "ended_at", "note"]
            ),
            pgtrigger.Protect(name="notice_is_kept", operation=pgtrigger.Delete),
            pgtrigger.FSM(
                name="notice_ends_once",
                field="state",
                transitions=[("open", "closed"), ("open", "withdrawn")],
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def receives(self, day: date) -> bool:
        """Whether objections are received on a day."""
        return self.state == self.State.OPEN and self.opens_on <= day <= self.closes_on

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(proposal__place__in=places_under(places))


class NoticeAddress(models.Model):
    """A building or a compound that can be looked up: its unit before and after, no counts."""

    class Kind(models.TextChoices):
        COMPOUND = "compound", "小区"
        BUILDING = "building", "建筑"

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="addresses")
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    text = models.CharField("地址", max_length=420)
    sought = models.CharField("检索", max_length=420)
    community_before = models.CharField("原社区", max_length=100, blank=True)
    grid_before = models.CharField("原网格", max_length=100, blank=True)
    community_after = models.CharField("新社区", max_length=100, blank=True)
    grid_after = models.CharField("新网格", max_length=100, blank=True)
    geom = models.PointField("位置", srid=GEOGRAPHIC, spatial_index=False)

    class Meta:
        verbose_name = "公示地址"
        verbose_name_plural = "公示地址"
        indexes = [GistIndex(fields=["geom"], name="noticeaddress_geom_gist")]
        triggers = [
            pgtrigger.Protect(
                name="addresses_stay_as_shown", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def changes(self) -> bool:
        """Whether it comes to another community or grid."""
        before = (self.community_before, self.grid_before)
        return before != (self.community_after, self.grid_after)
