"""Which open orders a redrawing moves: told with the checklist, carried out by `rerouting`."""

from grids.checklist.affected import Affected
from grids.checklist.venues import moved
from grids.dispatch.models import Order
from grids.dispatch.states import OPEN
from grids.proposals.drafts.comparing import Side
from grids.proposals.models import Proposal


def affected_orders(proposal: Proposal, before: Side, after: Side) -> list[Affected]:
    """The open orders that lie in another community or grid afterwards, by number."""
    rows = Order.objects.filter(county=proposal.county_id, state__in=OPEN).order_by("pk")
    return moved([(str(one), (one.geom.x, one.geom.y)) for one in rows], before, after)
