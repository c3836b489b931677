"""Who is told of a move, through the outbox; until there is one, nobody.

Delivery is kept apart from the work: a message that does not arrive changes no order.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from django.utils.module_loading import import_string

from grids.dispatch.lifecycle import LABELS
from grids.dispatch.models import Keeper, Move, Order
from grids.dispatch.states import State
from grids.staffing.models import UnitAccount

OUTBOX = "gis_core.outbox.services.put"
KIND = "dispatch"


def tell(order: Order, move: Move) -> int:
    """Put a message for each account that now has to do something; how many were put."""
    put = _outbox()
    if put is None:
        return 0
    addresses = sorted(set(_addresses(order)))
    for address in addresses:
        put(
            kind=KIND,
            to=address,
            subject=f"{order.number} {order.get_state_display()}",
            body=f"{order.title}\n{LABELS.get(move.action, move.action)} {move.reason}".strip(),
            dedupe_key=f"dispatch:{move.pk}:{address}",
            county_key=order.county_id,
        )
    return len(addresses)


def _addresses(order: Order) -> list[str]:
    """E-mail addresses of the unit's accounts where it is with the unit, of the leader where it
    is escalated."""
    if order.state == State.ESCALATED:
        kept = Keeper.objects.filter(community=order.community_id).exclude(user__email="")
        return list(kept.values_list("user__email", flat=True))
    if order.state == State.ISSUED:
        accounts = UnitAccount.objects.filter(unit=order.unit_id, account__is_active=True)
        return list(accounts.exclude(account__email="").values_list("account__email", flat=True))
    return []


def _outbox() -> Callable[..., Any] | None:
    if find_spec("gis_core.outbox") is None:
        return None
    found: Callable[..., Any] = import_string(OUTBOX)
    return found
