import secrets
from uuid import UUID

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q

from communities.territory.models import County, Edition, Place
from communities.territory.queries import places_under
from gis_core.audit.changes import AnyChange
from gis_core.crs import GEOGRAPHIC
from grids.dispatch.models.matrix import Category, Kind
from grids.dispatch.states import Source, State
from grids.staffing.models import Unit

UNTOLD = ["token", "contact_phone"]  # no copies in the history

# Places, unit, edition, kind and category are columns that must tell of one county.
_HOLD_TOGETHER = """
    IF NOT EXISTS (
        SELECT 1 FROM territory_edition e, dispatch_kind k, dispatch_category c
        WHERE e.id = NEW.edition_id AND e.county_id = NEW.county_id
          AND k.id = NEW.kind_id AND k.county_id = NEW.county_id
          AND c.id = NEW.category_id AND c.county_id = NEW.county_id
    ) OR EXISTS (
        SELECT 1 FROM territory_place p
        WHERE (p.id = NEW.grid_id AND (p.level <> 'grid' OR p.county_id <> NEW.county_id))
           OR (p.id = NEW.community_id
               AND (p.level <> 'community' OR p.county_id <> NEW.county_id))
           OR (p.id = NEW.subdistrict_id
               AND (p.level <> 'subdistrict' OR p.county_id <> NEW.county_id))
    ) OR EXISTS (
        SELECT 1 FROM staffing_unit u WHERE u.id = NEW.unit_id AND u.county_id <> NEW.county_id
    ) THEN
        RAISE EXCEPTION 'order, places, unit and edition disagree' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


def new_token() -> str:
    """What the resident's own page is found by: 192 random bits."""
    return secrets.token_urlsafe(24)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=AnyChange(exclude=UNTOLD)),
    pghistory.DeleteEvent(),
    exclude=UNTOLD,
)
class Order(models.Model):
    """One matter at one point: who is responsible for it, how far it is, until when.

    Grid, community and subdistrict are the ones the point lies in today, in `edition`; what they
    were before is in `Rerouting`. `unit` leads, null where nobody is responsible: a gap the
    dispatcher sees. `reopened`: how often the resident said that it is not solved. `resumes` is
    the state a suspended order goes back to, `proposed` the next owner a refusing unit named.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="orders", verbose_name="县")
    number = models.CharField("编号", max_length=20)
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="orders")
    category = models.ForeignKey(Category, models.PROTECT, related_name="orders")
    source = models.CharField("来源", max_length=9, choices=Source.choices)
    title = models.CharField("标题", max_length=80)
    text = models.TextField("内容", max_length=2000, blank=True)
    geom = models.PointField("位置", srid=GEOGRAPHIC, spatial_index=False)
    address = models.CharField("地址", max_length=200, blank=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="版次")
    grid = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    subdistrict = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="orders")
    proposed = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.DRAFT)
    resumes = models.CharField(max_length=9, choices=State.choices, blank=True)
    reopened = models.PositiveSmallIntegerField("重新办理次数", default=0)
    version = models.PositiveIntegerField("版本", default=0)
    idempotency_key = models.CharField(max_length=80)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=20, blank=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField("提出时间")
    due_at = models.DateTimeField("期限", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "工单"
        verbose_name_plural = "工单"
        ordering = ["county", "-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="order_number_once"),
            models.UniqueConstraint(fields=["county", "idempotency_key"], name="order_key_once"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(idempotency_key=""), name="order_says_something"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="order_known_state"),
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="order_known_source"
            ),
            models.CheckConstraint(
                condition=Q(grid__isnull=True)
                | Q(community__isnull=False, subdistrict__isnull=False),
                name="order_places_nest",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SUSPENDED) | ~Q(resumes=""), name="order_resumes"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False)
                | Q(state__in=["draft", "approved", "refused", "escalated", "void"]),
                name="order_under_way_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "void"], ended_at__isnull=False)
                | (~Q(state__in=["closed", "void"]) & Q(ended_at__isnull=True)),
                name="order_ended_when_over",
            ),
        ]
        indexes = [
            GistIndex(fields=["geom"], name="order_geom_gist"),
            models.Index(fields=["county", "state", "due_at"], name="order_by_state"),
            models.Index(fields=["unit", "state"], name="order_by_unit"),
            models.Index(fields=["grid", "state"], name="order_by_grid"),
        ]
        triggers = [
            pgtrigger.Protect(name="orders_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="order_holds_together",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_HOLD_TOGETHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        inside = places_under(places)
        return Q(grid__in=inside) | Q(community__in=inside) | Q(subdistrict__in=inside)


@pghistory.track()
class Support(models.Model):
    """A unit that helps the one in the lead."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="supports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="supports")

    class Meta:
        verbose_name = "配合单位"
        verbose_name_plural = "配合单位"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["order", "unit"], name="support_once")]

    def __str__(self) -> str:
        return f"{self.order} · {self.unit}"
