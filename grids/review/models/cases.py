"""Life-cycles as a county keeps them, and what happened to each case."""

from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models import County
from gis_core.accounts.roles import Action, Role
from grids.proposals.models import Proposal
from grids.review.lifecycle.definition import Definition


def known_rights() -> list[tuple[str, str]]:
    """The rights there are; named by the migration, not listed in it, so that a new right needs
    no change of this table."""
    return Action.choices


class Lifecycle(models.Model):
    """The way one kind of proposal goes in a county, numbered; a change is a new number.

    A case goes on by the number it was sent on its way with, however often the county changes
    its own; a draft begins with the newest.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="lifecycles")
    kind = models.CharField("种类", max_length=13, choices=Proposal.Kind.choices)
    number = models.PositiveIntegerField("编号")
    definition = models.JSONField("流程")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField("创建", auto_now_add=True)

    class Meta:
        verbose_name = "办理流程"
        verbose_name_plural = "办理流程"
        ordering = ["county", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "kind", "number"], name="lifecycle_number_unique"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="lifecycles_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.get_kind_display()} 第{self.number}号"

    def read(self) -> Definition:
        """Its steps and transitions."""
        return Definition.from_json(self.definition)


class CaseEvent(models.Model):
    """One transition of one case: who led it from where to where, in which role, and why.

    `sequence` counts the case's events from 1 and is its version: who leads it on names the one
    they saw. `content_hash` is of the contents as they were then (`contents.content_hash`);
    `version` is the draft's. `place` is where the actor holds the role; none of the three where
    the system went.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="case_events")
    lifecycle = models.ForeignKey(Lifecycle, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField("序号")
    transition = models.CharField("流转", max_length=30)
    label = models.CharField("名称", max_length=60)
    action = models.CharField("权限", max_length=20, choices=known_rights)
    origin = models.CharField("从", max_length=20)
    target = models.CharField("到", max_length=20)
    binds = models.BooleanField("绑定内容", default=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    role = models.CharField("角色", max_length=3, choices=Role.choices, blank=True)
    place = models.UUIDField("任职处", null=True)
    reason = models.TextField("理由", max_length=4000, blank=True)
    version = models.PositiveIntegerField("草案版本")
    content_hash = models.CharField("内容校验和", max_length=64)
    values = models.JSONField("附加", default=dict)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["proposal", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "sequence"], name="caseevent_once"),
            models.CheckConstraint(condition=Q(sequence__gt=0), name="caseevent_numbered"),
            models.CheckConstraint(
                condition=Q(actor__isnull=True, role="") | (Q(actor__isnull=False) & ~Q(role="")),
                name="caseevent_acted_in_a_role",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="events_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.sequence} {self.label}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(proposal__county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        from communities.territory.queries import places_under

        return Q(proposal__place__in=places_under(places))
