"""Reads of orders: whose they are, what may be done, who is responsible, where nobody is."""

from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from communities.territory.models import Boundary, County, Place
from communities.territory.queries import edition_in_force
from gis_core.accounts.models import Level, User
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import roles_of
from grids.dispatch.lifecycle import RATE, Actor, leaving
from grids.dispatch.models import Category, Keeper, Kind, Order, Responsibility
from grids.dispatch.rights import parts_of
from grids.dispatch.routing import Responsible, responsible_at
from grids.dispatch.services.moving import why_not
from grids.dispatch.states import State
from grids.proposals.drafting.refusals import Refused
from grids.staffing.belonging import units_of
from grids.staffing.capacities import Part


class Offer(NamedTuple):
    """Something that could be done with an order now: what it takes, and in words why this
    person cannot, empty where they can."""

    action: str
    label: str
    reason: bool
    unit: bool
    days: bool
    photos: bool
    why_not: str = ""


class Gap(NamedTuple):
    """A grid where nobody is responsible for a category."""

    category: Category
    place: Place


def orders_for(user: User) -> "QuerySet[Order]":
    """Every order the user may see: by role and place, by unit, by keeping the community.

    Who reported an order sees it as long as they may report at its place.
    """
    if not user.is_active:
        return Order.objects.none()
    roles = roles_of(user)
    seen = Q(pk__in=roles.scope(Action.VIEW_ORDER).of(Order).values("pk"))
    handled = roles.scope(Action.HANDLE_ORDER).of(Order)
    units = units_of(user).values("pk")
    seen |= Q(pk__in=handled.filter(Q(unit__in=units) | Q(supports__unit__in=units)).values("pk"))
    raised = roles.scope(Action.RAISE_ORDER).of(Order).filter(raised_by=user)
    seen |= Q(pk__in=raised.values("pk"))
    kept = Keeper.objects.filter(user=user).values("community")
    seen |= Q(community__in=kept)
    return Order.objects.filter(seen)


def actions_for(order: Order, user: User) -> list[Offer]:
    """What the user's part in the order lets them think of, and why not where they cannot."""
    parts = parts_of(user, order)
    found = []
    for arrow in leaving(order.state):
        if parts & set(arrow.actors):
            refusal = why_not(order, arrow, user)
            said = str(refusal) if refusal else ""
            label = _(arrow.label)
            asks = (arrow.reason, arrow.unit, arrow.days, arrow.photos)
            found.append(Offer(arrow.key, label, *asks, said))
    if order.state == State.VERIFIED and Actor.STREET in parts:
        found.append(Offer(RATE, _("评价"), reason=False, unit=False, days=False, photos=False))
    return found


def usual_kind(county: County) -> Kind:
    """The first kind that is no emergency: a street looks at what comes in before it whistles.

    Raises Refused where the county has none.
    """
    rows = Kind.objects.filter(county=county, is_active=True, is_emergency=False)
    found = rows.order_by("-needs_principal", "pk").first()
    if found is None:
        raise Refused("no_kind", _("本县还没有开通网上反映。请拨打 12345，或到社区当面反映。"))
    return found


def responsible(category: Category, place: Place) -> Responsible:
    """Who is responsible for a category at a place of any level, today."""
    return responsible_at(category, [place, *_above(place)])


def gaps(county: County) -> list[Gap]:
    """Every grid and category without a responsible unit: the places nobody would come to."""
    edition = edition_in_force(county)
    if edition is None:
        return []
    rows = Boundary.objects.of_edition(edition)
    above = dict(rows.values_list("place", "parent"))
    led = Responsibility.objects.filter(county=county, part=Part.LEAD, unit__ended_on__isnull=True)
    cells = set(led.values_list("category", "place"))
    grids = list(rows.filter(level=Level.GRID).select_related("place").order_by("place__code"))
    found = []
    for category in Category.objects.filter(county=county, is_active=True):
        for row in grids:
            community = row.parent_id
            street = above.get(community) if community else None
            chain = (row.place_id, community, street, county.pk)
            if not any((category.pk, place) in cells for place in chain):
                found.append(Gap(category, row.place))
    return found


def _above(place: Place) -> list[Place]:
    """The places above one in the edition in force, the narrowest first."""
    found: list[Place] = []
    row = Boundary.objects.in_force().filter(place=place).select_related("parent").first()
    while row is not None and row.parent is not None:
        found.append(row.parent)
        parents = Boundary.objects.in_force().filter(place=row.parent)
        row = parents.select_related("parent").first()
    return found
