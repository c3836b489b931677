"""Suggestions of the engine: asked for by a planner, answered as alternatives."""

import uuid
from uuid import UUID

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q

from communities.basemap.models import CellSet
from communities.territory.fields import (
    drawn_field,
    shape_constraints,
    shape_field,
    shape_indexes,
)
from communities.territory.models import Boundary, County, Edition, Place, RuleSet
from communities.territory.queries import places_under
from gis_core.jobs.models import Job
from grids.proposals.models.drafts import Proposal


class SuggestionKind(models.TextChoices):
    MERGE = "merge", "合并社区"
    DIVIDE = "divide", "划分网格"


class Suggestion(models.Model):
    """One question to the engine about one place, on one edition, rule set and cell set.

    `place` is the subdistrict whose communities are to be merged, or the place whose
    communities are to be divided into grids. Asked at the desk it is about a state of
    `proposal`; `question` then names its version, units, bounds, weights and wishes. All that
    went in is named, so that the answer can be made again, byte for byte.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=6, choices=SuggestionKind.choices)
    county = models.ForeignKey(County, models.PROTECT, related_name="suggestions")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="suggestions")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="suggestions")
    cell_set = models.ForeignKey(CellSet, models.PROTECT, related_name="suggestions")
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, related_name="suggestions", verbose_name="草案"
    )
    question = models.JSONField("要求", default=dict)
    seed = models.PositiveIntegerField("随机种子", default=1)
    job = models.OneToOneField(Job, models.PROTECT, related_name="suggestion")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "建议"
        verbose_name_plural = "建议"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SuggestionKind.values), name="suggestion_known_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.place}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(place__in=places_under(places))


class Alternative(models.Model):
    """One answer of the engine: units, a scorecard, an explanation, and how good it is.

    Asked at the desk, `aim` says what it was sought for (`consulting.plans`), and `labels` holds
    for each cell of the draft the number of its unit in this alternative, 0 where the cell is not
    its concern: int32, little-endian, deflated.
    """

    class Status(models.TextChoices):
        OPTIMAL = "optimal", "已证明最优"
        FEASIBLE = "feasible", "可行"
        INFEASIBLE = "infeasible", "部分规则无法满足"
        CANCELLED = "cancelled", "已取消"

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="alternatives")
    rank = models.PositiveSmallIntegerField("序号", default=1)
    aim = models.CharField("目标", max_length=60, blank=True)
    labels = models.BinaryField("归属", null=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices)
    objective = models.JSONField("目标值", null=True)
    bound = models.JSONField("下界", null=True)
    gap = models.FloatField("差距", null=True)
    scorecard = models.JSONField("评分表")
    violations = models.JSONField("未满足的规则")
    explanation = models.JSONField("说明")
    certificate = models.JSONField("证明")
    engine = models.CharField("引擎版本", max_length=40)
    input_hash = models.CharField("输入校验和", max_length=64)
    seconds = models.FloatField("用时（秒）")

    class Meta:
        verbose_name = "备选方案"
        verbose_name_plural = "备选方案"
        ordering = ["suggestion", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "rank"], name="alternative_rank_unique")
        ]

    def __str__(self) -> str:
        return f"{self.suggestion} #{self.rank}"


class AlternativeUnit(models.Model):
    """One unit an alternative would make: a merged community, or a grid in a community.

    Of an alternative asked for at the desk: `continues` is the number of the draft's unit it goes
    on with, null for a new one; `parent_number` that of the community a grid lies in.
    """

    alternative = models.ForeignKey(Alternative, models.CASCADE, related_name="units")
    number = models.PositiveIntegerField("序号")
    name = models.CharField("名称", max_length=200)
    community = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    members = models.ManyToManyField(Boundary, related_name="+")
    changed = models.BooleanField("有变化", default=True)
    continues = models.PositiveIntegerField("草案序号", null=True)
    parent_number = models.PositiveIntegerField("上级草案序号", null=True)
    figures = models.JSONField("指标")
    geom = shape_field()
    geom_3857 = drawn_field()

    class Meta:
        verbose_name = "方案单位"
        verbose_name_plural = "方案单位"
        ordering = ["alternative", "number"]
        constraints = [
            *shape_constraints("alternativeunit"),
            models.UniqueConstraint(
                fields=["alternative", "number"], name="alternative_unit_number_unique"
            ),
        ]
        indexes = list(shape_indexes("alternativeunit"))

    def __str__(self) -> str:
        return self.name


class AlternativeCell(models.Model):
    """Which unit a cell would belong to."""

    unit = models.ForeignKey(AlternativeUnit, models.CASCADE, related_name="cells")
    cell = models.ForeignKey("basemap.Cell", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "方案单元"
        verbose_name_plural = "方案单元"
        constraints = [
            models.UniqueConstraint(fields=["unit", "cell"], name="alternative_cell_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.cell_id}"
