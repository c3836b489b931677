"""A publication moves ground from one grid to another: open orders go along, with history.

The entry step of `grids.publication.registry`, in the transaction that puts the edition in force:
afterwards no open order is at a place that its point does not lie in.
"""

import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from communities.territory.models import Boundary, Edition, Place
from gis_core.accounts.models import Level
from grids.dispatch.lifecycle import REROUTE
from grids.dispatch.models import Order, Rerouting, Support
from grids.dispatch.routing import Responsible, Whereabouts, places_at, responsible_at
from grids.dispatch.services.moving import UNIT_STAGES, note
from grids.dispatch.services.timing import next_due, start_clocks, stop_clocks
from grids.dispatch.states import OPEN, State
from grids.publication.models import Publication

NOT_TAKEN_UP = (State.DRAFT, State.APPROVED, State.ISSUED)


def reroute(publication: Publication) -> None:
    """Send every open order whose ground moved to where its point lies now.

    Who has signed keeps the order; what nobody has taken up goes to whoever is responsible at
    the new place, whose clocks begin then. Where nobody is, the unit stays; where the ground left
    the county, the order is at no place, and the county's arbiter sees it.
    """
    edition = Edition.objects.select_related("county").get(pk=publication.edition_id)
    for order in moved_orders(edition):
        _send_on(order, publication, _now_in(edition, order))


def moved_orders(edition: Edition) -> "QuerySet[Order]":
    """The open orders that do not lie where they are kept, in an edition; locked, by key."""
    here = Boundary.objects.of_edition(edition)
    in_grid = here.filter(
        place=OuterRef("grid"), parent=OuterRef("community"), geom__intersects=OuterRef("geom")
    )
    in_community = here.filter(place=OuterRef("community"), parent=OuterRef("subdistrict"))
    rows = Order.objects.filter(county=edition.county_id, state__in=OPEN)
    astray = rows.exclude(Exists(in_grid) & Exists(in_community))
    related = astray.select_related("county", "category", "unit", "grid")
    return related.select_for_update(no_key=True, of=("self",)).order_by("pk")


def _now_in(edition: Edition, order: Order) -> Whereabouts:
    found = places_at(edition, order.geom)
    inside = (found.get(level) for level in (Level.GRID, Level.COMMUNITY, Level.SUBDISTRICT))
    return Whereabouts(edition, *inside)


def _send_on(order: Order, publication: Publication, where: Whereabouts) -> None:
    if where[1:] == (order.grid, order.community, order.subdistrict):
        return
    before, former = order.grid, order.unit
    order.edition, order.grid = where.edition, where.grid
    order.community, order.subdistrict = where.community, where.subdistrict
    who = _who_there(order, where.narrowest_first(order.county))
    order.unit = who.lead or former
    order.version += 1
    order.save()
    now = timezone.now()
    Rerouting.objects.create(
        order=order, publication=publication, before=before, after=where.grid, at=now
    )
    if order.unit != former:
        _hand_over(order, who, now)
    facts = {"before": str(before or ""), "after": str(where.grid or "")}
    note(order, REROUTE, None, order.state, unit=order.unit, facts=facts)


def _who_there(order: Order, places: list[Place]) -> Responsible:
    if order.state not in NOT_TAKEN_UP:
        return Responsible(order.unit)
    return responsible_at(order.category, places)


def _hand_over(order: Order, who: Responsible, now: datetime.datetime) -> None:
    """The new unit has its own helpers, and for an issued order its own time to sign."""
    order.supports.all().delete()
    Support.objects.bulk_create(Support(order=order, unit=unit) for unit in who.supports)
    if order.state == State.ISSUED:
        stop_clocks(order, UNIT_STAGES, now)
        start_clocks(order, UNIT_STAGES, now)
        order.due_at = next_due(order)
        order.save(update_fields=["due_at"])
