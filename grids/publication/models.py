"""What was published when, what became of every place by it, and who goes where."""

from uuid import UUID

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models import County, Edition, Place
from communities.territory.queries import places_under
from gis_core.accounts.models import Level
from grids.proposals.models import Proposal, ProposalUnit


class Publication(models.Model):
    """The one edition that came of a proposal: written once, in the transaction that made it."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="publication")
    edition = models.OneToOneField(Edition, models.PROTECT, related_name="publication")
    former = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="原版次")
    county = models.ForeignKey(County, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("方案版本")
    published_at = models.DateTimeField("发布时间", auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "发布"
        verbose_name_plural = "发布"
        ordering = ["county", "-published_at"]
        triggers = [
            pgtrigger.Protect(
                name="publications_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} ← {self.proposal}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(proposal__place__in=places_under(places))


class Lineage(models.Model):
    """What one place had in the former edition and another has in this one: one row per pair.

    The shares, between 0 and 1, say which part of the place before, and of the place after, the
    row is; null where there is nothing to share. A place that came or went has a row of its own
    with the other side empty. Names and codes are those of the two editions.
    """

    class Kind(models.TextChoices):
        CONTINUED = "continued", "延续"
        RENAMED = "renamed", "更名"
        REGROUPED = "regrouped", "改属"
        MERGED = "merged", "并入"
        SPLIT = "split", "析出"
        MOVED = "moved", "划转"
        CREATED = "created", "新设"
        ABOLISHED = "abolished", "撤销"

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="lineage")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="lineage")
    level = models.CharField("层级", max_length=12, choices=Level.choices)
    kind = models.CharField("变动", max_length=9, choices=Kind.choices)
    before = models.ForeignKey(Place, models.PROTECT, null=True, related_name="lineage_after")
    after = models.ForeignKey(Place, models.PROTECT, null=True, related_name="lineage_before")
    parent_before = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    parent_after = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    name_before = models.CharField("原名称", max_length=100, blank=True)
    name_after = models.CharField("新名称", max_length=100, blank=True)
    code_before = models.CharField("原代码", max_length=17, blank=True)
    code_after = models.CharField("新代码", max_length=17, blank=True)
    households = models.PositiveIntegerField("户数")
    area_m2 = models.FloatField("面积（平方米）")
    households_share_before = models.FloatField("占原户数", null=True)
    households_share_after = models.FloatField("占新户数", null=True)
    area_share_before = models.FloatField("占原面积", null=True)
    area_share_after = models.FloatField("占新面积", null=True)

    class Meta:
        verbose_name = "沿革"
        verbose_name_plural = "沿革"
        ordering = ["edition", "level", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "before", "after"],
                name="lineage_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False),
                name="lineage_about_a_place",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="lineage_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.name_before or '—'} → {self.name_after or '—'}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(edition__county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        inside = places_under(places)
        return Q(before__in=inside) | Q(after__in=inside)


@pghistory.track()
class Rehoming(models.Model):
    """Somebody's decision where one person, posting or venue of an abolished place goes.

    `kind` names the registered kind, `key` the row of it; `unit` is the unit of the proposal it
    goes to, null where it ends.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="rehomings")
    kind = models.CharField("种类", max_length=30)
    key = models.CharField(max_length=64)
    unit = models.ForeignKey(ProposalUnit, models.CASCADE, null=True, related_name="+")
    reason = models.CharField("理由", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField("时间", auto_now=True)

    class Meta:
        verbose_name = "安置"
        verbose_name_plural = "安置"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "kind", "key"], name="rehoming_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
