"""What somebody proposes about staff, for another to accept."""

from uuid import UUID

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models import County, Place
from communities.territory.queries import places_under
from grids.staffing.capacities import Capacity
from grids.staffing.models.people import Person
from grids.staffing.models.postings import Posting
from grids.staffing.models.units import Unit


@pghistory.track()
class Wish(models.Model):
    """One proposal: to send somebody to a grid, to call them back, or to tie an account.

    `place` is where the posting is or would be; `day` its first day, or the day it ends. A wish
    stays as it was made; what became of it is written once.
    """

    class Kind(models.TextChoices):
        POST = "post", "安排到网格"
        END = "end", "结束任职"
        TIE_PERSON = "tie_person", "关联人员账号"
        TIE_UNIT = "tie_unit", "关联单位账号"

    class State(models.TextChoices):
        OPEN = "open", "待办"
        ACCEPTED = "accepted", "已采纳"
        DECLINED = "declined", "未采纳"
        WITHDRAWN = "withdrawn", "已撤回"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="wishes")
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField("身份", max_length=15, choices=Capacity.choices, blank=True)
    day = models.DateField("日期", null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="wishes")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="账号"
    )
    reason = models.CharField("理由", max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("提出", auto_now_add=True)
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复", null=True)
    answer = models.CharField("答复意见", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "人员提议"
        verbose_name_plural = "人员提议"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="post", person__isnull=False, place__isnull=False, day__isnull=False
                )
                | Q(kind="end", posting__isnull=False, place__isnull=False, day__isnull=False)
                | Q(kind="tie_person", person__isnull=False, account__isnull=False)
                | Q(kind="tie_unit", unit__isnull=False, account__isnull=False),
                name="wish_says_what_its_kind_asks",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_by__isnull=True, answered_at__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False)
                & Q(state__in=["accepted", "declined", "withdrawn"]),
                name="wish_answered_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["kind", "person", "posting", "place", "unit", "account"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="wish_open_once",
            ),
        ]
        indexes = [models.Index(fields=["county", "state"], name="wish_by_state")]
        triggers = [
            pgtrigger.Protect(name="wishes_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="wish_answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person or self.unit or self.posting}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def ties(self) -> bool:
        """Whether it is about whose an account is."""
        return self.kind in TIES

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(place__in=places_under(places))


POSTS = (Wish.Kind.POST, Wish.Kind.END)
TIES = (Wish.Kind.TIE_PERSON, Wish.Kind.TIE_UNIT)
