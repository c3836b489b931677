from uuid import UUID

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models import County, Edition, Place, RuleSet
from gis_core.jobs.models import Job
from grids.staffing.capacities import Part
from grids.staffing.models.coverage import Coverage
from grids.staffing.models.people import Person
from grids.staffing.models.postings import Posting
from grids.staffing.models.units import Unit


@pghistory.track()
class StaffingSuggestion(models.Model):
    """One suggested staffing of a county: asked for, answered by a job, accepted once or never.

    `basis` is the digest of the ties there were; the answer can only be accepted while they are
    the same. `outcome` holds of each kind the cost, the bound and whether it is proven optimal.
    """

    class State(models.TextChoices):
        ASKED = "asked", "计算中"
        READY = "ready", "待采用"
        ACCEPTED = "accepted", "已采用"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="版次")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="+", verbose_name="规则集")
    job = models.OneToOneField(Job, models.PROTECT, null=True, related_name="staffing_suggestion")
    tie_metres = models.PositiveIntegerField("原有安排值多少米")
    spread_metres = models.PositiveIntegerField("按户数均衡值多少米")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.ASKED)
    basis = models.CharField(max_length=64, blank=True)
    outcome = models.JSONField("结果", default=dict)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField("提出时间", auto_now_add=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    accepted_from = models.DateField("起用日期", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "人员安排建议"
        verbose_name_plural = "人员安排建议"
        ordering = ["county", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_from__isnull=False),
                name="staffing_accepted_from_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.pk}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        """A suggestion is about the whole county."""
        return Q(county__in=places)


class SuggestedTie(models.Model):
    """Where one person or unit should go: `grid` as suggested, `chosen` as somebody edited it.

    Null grids stand for none. `posting` or `coverage` is the tie there was. `other` is the best
    grid instead, and `more` how many metres all would cost more with it.
    """

    class Kind(models.TextChoices):
        FULL_TIME = "full_time", "专职网格员"
        LEGAL = "legal", "政法力量"
        UNIT = "unit", "包抓单位"

    suggestion = models.ForeignKey(StaffingSuggestion, models.CASCADE, related_name="ties")
    kind = models.CharField("种类", max_length=9, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    part = models.CharField("方式", max_length=7, choices=Part.choices, blank=True)
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    coverage = models.ForeignKey(Coverage, models.PROTECT, null=True, related_name="+")
    before = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    grid = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    chosen = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    distance_m = models.PositiveIntegerField("距离（米）", null=True)
    other = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    more = models.BigIntegerField("改派代价（米）", null=True)

    class Meta:
        verbose_name = "建议的安排"
        verbose_name_plural = "建议的安排"
        ordering = ["suggestion", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(unit__isnull=True),
                name="tie_of_a_person_or_a_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person or self.unit} → {self.chosen or '—'}"

    @property
    def moves(self) -> bool:
        """Whether it is otherwise than it was."""
        return self.chosen_id != self.before_id

    @property
    def edited(self) -> bool:
        return self.chosen_id != self.grid_id
