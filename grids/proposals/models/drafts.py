"""Drafts: what a planner redraws, as cells of units, on one edition and one set of cells."""

import uuid
from uuid import UUID

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q

from communities.basemap.models import Cell, CellSet
from communities.territory.fields import shape_constraints, shape_field, shape_indexes
from communities.territory.models import County, Edition, Place, RuleSet
from communities.territory.queries import places_under
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC


class ProposalStatus(models.TextChoices):
    """The step of the case; which follows which is the life-cycle's to say (grids.review)."""

    DRAFT = "draft", "草案"
    TEAM_REVIEW = "team_review", "专班审议"
    CONSULTATION = "consultation", "征求意见"
    RISK_ASSESSMENT = "risk_assessment", "社会稳定风险评估"
    PUBLIC_NOTICE = "public_notice", "公示"
    SUBMITTED = "submitted", "上报请示"
    CIVIL_AFFAIRS_AUDIT = "civil_affairs_audit", "民政审核"
    LEGALITY_REVIEW = "legality_review", "合法性审查"
    EXECUTIVE_MEETING = "executive_meeting", "常务会议审议"
    APPROVED = "approved", "已批复"
    REFUSED = "refused", "不予批准"
    FILED = "filed", "已备案"
    IMPLEMENTING = "implementing", "实施中"
    COMMUNITY_CONFIRM = "community_confirm", "社区确认"
    STREET_SUBMITTED = "street_submitted", "街道（镇）上报"
    COUNTY_REVIEW = "county_review", "县网格管理机构审核"
    CITY_FILED = "city_filed", "市备案"
    PUBLISHED = "published", "已公布"
    SCHEDULED = "scheduled", "待生效"
    IN_FORCE = "in_force", "已生效"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    SUSPENDED = "suspended", "已中止"
    SUPERSEDED = "superseded", "已被取代"
    DISCARDED = "discarded", "已作废"


class Proposal(models.Model):
    """A change set from the edition in force to the next one, while it is drawn.

    `place` is the subdistrict or the county whose cells it assigns, all of them and no others.
    `version` counts the operations made; each is one row of `Operation`, so that any earlier
    state is this one with the later operations taken back. `summary` holds what lists show of
    that version: `totals` by level, as the desk's, and `hard`, the number of hard rules broken.
    """

    class Kind(models.TextChoices):
        CONSOLIDATION = "consolidation", "社区调整"
        DIVISION = "division", "网格划分"

    Status = ProposalStatus
    EDITABLE = (ProposalStatus.DRAFT, ProposalStatus.RETURNED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=13, choices=Kind.choices)
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.DRAFT)
    county = models.ForeignKey(County, models.PROTECT, related_name="proposals")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="proposals")
    cell_set = models.ForeignKey(CellSet, models.PROTECT, related_name="proposals")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="proposals")
    title = models.CharField("标题", max_length=100)
    reason = models.TextField("理由", max_length=4000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField("版本", default=0)
    summary = models.JSONField("概要", default=dict)
    created_at = models.DateTimeField("创建", auto_now_add=True)
    changed_at = models.DateTimeField("修改", auto_now=True)

    class Meta:
        verbose_name = "方案"
        verbose_name_plural = "方案"
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["consolidation", "division"]), name="proposal_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ProposalStatus.values), name="proposal_known_status"
            ),
        ]
        indexes = [models.Index(fields=["county", "place"], name="proposal_by_place")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_editable(self) -> bool:
        """Whether it may be redrawn at the desk."""
        return self.status in self.EDITABLE

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(place__in=places_under(places))


class ProposalUnit(models.Model):
    """One community or grid as the draft would have it.

    `number` names it within the draft and is never given again; `place` is the permanent place
    it continues, null for a new one; `parent` is the community of a grid. A unit that lost all
    its cells is `retired` and keeps its row, so that undoing brings back the same unit.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="units")
    number = models.PositiveIntegerField("序号")
    level = models.CharField("层级", max_length=12, choices=Level.choices)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField("名称", max_length=100)
    code = models.CharField("代码", max_length=17, blank=True)
    locked = models.BooleanField("已锁定", default=False)
    retired = models.BooleanField("已撤销", default=False)
    geom = models.MultiPolygonField("图形", srid=GEOGRAPHIC, spatial_index=False, null=True)

    class Meta:
        verbose_name = "草案单位"
        verbose_name_plural = "草案单位"
        ordering = ["proposal", "number"]
        constraints = [
            *shape_constraints("proposalunit"),
            models.CheckConstraint(condition=Q(number__gt=0), name="proposalunit_numbered"),
            models.CheckConstraint(
                condition=Q(level="community", parent__isnull=True) | Q(level="grid"),
                name="proposalunit_level",
            ),
            models.UniqueConstraint(
                fields=["proposal", "number"], name="proposalunit_number_unique"
            ),
            models.UniqueConstraint(
                fields=["proposal", "place"], name="proposalunit_continues_once"
            ),
        ]
        indexes = list(shape_indexes("proposalunit", drawn=False))

    def __str__(self) -> str:
        return self.name


class ProposalCell(models.Model):
    """Which grid of the draft a cell belongs to: one row for every cell, null for none yet.

    `piece` is 0 for the cell, or for what the draft's cuts left of it, and the number of the cut
    for a piece of open ground that was cut off it (see `ProposalShape`).
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="cells")
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    piece = models.PositiveSmallIntegerField("切分", default=0)
    unit = models.ForeignKey(ProposalUnit, models.PROTECT, null=True, related_name="cells")
    locked = models.BooleanField("已锁定", default=False)

    class Meta:
        verbose_name = "草案单元"
        verbose_name_plural = "草案单元"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "cell", "piece"], name="proposalcell_once")
        ]

    def __str__(self) -> str:
        return f"{self.cell_id}.{self.piece}/{self.unit_id}"


class ProposalShape(models.Model):
    """The shape a cell, or a piece cut off it, has in one draft, where it is not the cell's own.

    Cutting a cell without a building changes its shape, adds a piece, and puts the cut's ends as
    nodes into its neighbours, so that the draft's cells stay exactly noded.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="shapes")
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    piece = models.PositiveSmallIntegerField("切分", default=0)
    geom = shape_field(models.PolygonField)

    class Meta:
        verbose_name = "草案图形"
        verbose_name_plural = "草案图形"
        constraints = [
            *shape_constraints("proposalshape"),
            models.UniqueConstraint(
                fields=["proposal", "cell", "piece"], name="proposalshape_once"
            ),
        ]
        indexes = list(shape_indexes("proposalshape", drawn=False))

    def __str__(self) -> str:
        return f"{self.cell_id}.{self.piece}"
