"""A publication moves ground from one grid to another: open orders go along, with history.

The entry step of `grids.publication.registry`, in the transaction that puts the edition in force:
afterwards no open order is at a place that its point does not lie in.
"""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from communities.territory.models import Boundary, Edition, Place
from grids.dispatch.lifecycle import REROUTE
from grids.dispatch.models import Order, Rerouting
from grids.dispatch.routing import responsible_at, whereabouts
from grids.dispatch.services.moving import note
from grids.dispatch.states import OPEN, State
from grids.dispatch.telling import tell
from grids.publication.models import Publication
from grids.staffing.models import Unit

NOT_TAKEN_UP = (State.DRAFT, State.APPROVED, State.ISSUED)


def reroute(publication: Publication) -> None:
    """Send every open order whose ground moved to where its point lies now.

    Who has signed keeps the order; what nobody has taken up goes to whoever is responsible at
    the new place. Where nobody is, the unit stays.
    """
    edition = Edition.objects.select_related("county").get(pk=publication.edition_id)
    for order in moved_orders(edition):
        _send_on(order, publication)


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


def _send_on(order: Order, publication: Publication) -> None:
    where = whereabouts(order.county, order.geom)
    if (where.grid, where.community) == (order.grid, order.community):
        return
    before, former = order.grid, order.unit
    order.edition, order.grid = where.edition, where.grid
    order.community, order.subdistrict = where.community, where.subdistrict
    order.unit = _unit_there(order, where.narrowest_first(order.county))
    order.version += 1
    order.save()
    Rerouting.objects.create(
        order=order,
        publication=publication,
        before=before,
        after=where.grid,
        at=timezone.now(),
    )
    facts = {"before": str(before or ""), "after": str(where.grid or "")}
    move = note(order, REROUTE, None, order.state, unit=order.unit, facts=facts)
    if order.unit != former:
        tell(order, move)


def _unit_there(order: Order, places: list[Place]) -> Unit | None:
    if order.state not in NOT_TAKEN_UP:
        return order.unit
    return responsible_at(order.category, places).lead or order.unit
