"""An order the resident says is not solved goes on, so often; then the county's arbiter decides."""

import datetime

from django.utils import timezone

from grids.dispatch.lifecycle import DISPUTE, REOPEN
from grids.dispatch.models import Order
from grids.dispatch.services.moving import note
from grids.dispatch.services.timing import next_due, start_clocks, stop_clocks
from grids.dispatch.states import Stage, State

SETTLED = (State.VERIFIED, State.RATED, State.CLOSED)
MOST_REOPENED = 2  # by the unit itself: our proposal
LONGEST_AFTER = datetime.timedelta(days=30)  # after it was closed: our proposal


def reopen_order(*, order: Order, words: str) -> bool:
    """Let a locked order that was settled be done again; whether it is.

    It goes back to the unit that did it, whose time to resolve begins anew; from the third time
    on to the arbiter. What was closed too long ago stays closed.
    """
    now = timezone.now()
    if order.state not in SETTLED or _long_ago(order, now):
        return False
    before, disputed = order.state, order.reopened >= MOST_REOPENED
    order.state = State.REFUSED if disputed else State.RESOLVING
    order.reopened += 1
    order.ended_at = None
    order.version += 1
    order.save()
    stop_clocks(order, tuple(Stage), now)
    if not disputed:
        start_clocks(order, (Stage.RESOLVE,), now)
    order.due_at = next_due(order)
    order.save(update_fields=["due_at"])
    note(order, DISPUTE if disputed else REOPEN, None, before, reason=words, unit=order.unit)
    return True


def _long_ago(order: Order, now: datetime.datetime) -> bool:
    return order.ended_at is not None and order.ended_at < now - LONGEST_AFTER
