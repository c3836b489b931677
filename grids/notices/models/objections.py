"""What the public said about a notice, what was answered, and, kept apart, how to reach them."""

from uuid import UUID

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q

from communities.territory.queries import places_under
from gis_core.audit.changes import AnyChange
from gis_core.crs import GEOGRAPHIC
from grids.notices.models.notices import Notice, NoticeAddress, make_key

MOST_TEXT, MOST_CONTACT = 2000, 100

# An answer is given while the notice is open; afterwards a text may only be hidden or redacted.
_WHILE_OPEN = """
    IF (SELECT state FROM notices_notice WHERE id = NEW.notice_id) <> 'open' THEN
        IF TG_OP = 'INSERT' OR (NEW.outcome, NEW.answer, NEW.answered_by_id, NEW.answered_at)
            IS DISTINCT FROM (OLD.outcome, OLD.answer, OLD.answered_by_id, OLD.answered_at)
        THEN
            RAISE EXCEPTION 'the notice is not open' USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class Objection(models.Model):
    """One text of the public, without an account.

    `number` counts within the notice; `receipt` is known to the sender alone. What was sent
    never changes; `version` counts what was done about it. `shown_text` is what the public page
    shows once it is shown: the text, or what the moderator left of it.
    """

    class Moderation(models.TextChoices):
        WAITING = "waiting", "待审看"
        SHOWN = "shown", "公开"
        HIDDEN = "hidden", "不公开"

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        NOT_ADOPTED = "not_adopted", "不采纳"

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    number = models.PositiveIntegerField("序号")
    receipt = models.CharField("回执", max_length=22, unique=True, default=make_key)
    text = models.TextField("意见", max_length=MOST_TEXT)
    address = models.ForeignKey(NoticeAddress, models.PROTECT, null=True, related_name="+")
    geom = models.PointField("位置", srid=GEOGRAPHIC, null=True, spatial_index=False)
    received_at = models.DateTimeField("收到时间", auto_now_add=True)
    version = models.PositiveIntegerField("版本", default=0)
    moderation = models.CharField(
        "审看", max_length=7, choices=Moderation.choices, default=Moderation.WAITING
    )
    moderation_reason = models.CharField("审看理由", max_length=300, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    shown_text = models.TextField("公开文字", max_length=MOST_TEXT, blank=True)
    draft_outcome = models.CharField("拟", max_length=11, choices=Outcome.choices, blank=True)
    draft_answer = models.TextField("拟答复", max_length=MOST_TEXT, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField("结果", max_length=11, choices=Outcome.choices, blank=True)
    answer = models.TextField("答复理由", max_length=MOST_TEXT, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "公众意见"
        verbose_name_plural = "公众意见"
        ordering = ["notice", "number"]
        indexes = [GistIndex(fields=["geom"], name="objection_geom_gist")]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="objection_number_unique"),
            models.CheckConstraint(condition=~Q(text=""), name="objection_says_something"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | (~Q(outcome="") & ~Q(answer="") & Q(answered_at__isnull=False)),
                name="objection_answered_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(moderation="hidden") | ~Q(moderation_reason=""),
                name="objection_hidden_with_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="objection_stays_as_sent",
                operation=pgtrigger.Update,
                condition=AnyChange(
                    "notice", "number", "receipt", "text", "address", "geom", "received_at"
                ),
            ),
            pgtrigger.Protect(name="objection_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="objection_while_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_WHILE_OPEN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.number}"

    @property
    def is_answered(self) -> bool:
        return self.outcome != ""

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(notice__county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(notice__proposal__place__in=places_under(places))


class Sender(models.Model):
    """How to reach who sent an objection, if they said, and from where it came, as a digest.

    On no page and in no list. The digest serves the limit on how much one address may send and
    is erased when the notice ends; reading the contact is an act of its own (`ContactReading`).
    """

    objection = models.OneToOneField(
        Objection, models.PROTECT, primary_key=True, related_name="sender"
    )
    digest = models.CharField("来源摘要", max_length=64, blank=True)
    contact = models.CharField("联系方式", max_length=MOST_CONTACT, blank=True)

    class Meta:
        verbose_name = "意见来源"
        verbose_name_plural = "意见来源"
        indexes = [models.Index(fields=["digest"], name="sender_by_digest")]

    def __str__(self) -> str:
        return str(self.objection_id)


class ContactReading(models.Model):
    """Who read the contact of an objection, when, and what for; rows are only added."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField("用途", max_length=200)
    read_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "联系方式查看"
        verbose_name_plural = "联系方式查看"
        ordering = ["objection", "read_at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="contact_read_for")]
        triggers = [
            pgtrigger.Protect(
                name="readings_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.objection_id} {self.reader}"
