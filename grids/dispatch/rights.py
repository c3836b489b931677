"""Who is what to an order: of its street, of its unit, the arbiter, the leader who keeps it."""

from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import scope_for
from grids.dispatch.lifecycle import Actor
from grids.dispatch.models import Keeper, Move, Order
from grids.staffing.belonging import units_of


def parts_of(user: User, order: Order) -> frozenset[Actor]:
    """What the user is to this order, read now: a role taken away a moment ago is gone."""
    found = set()
    if _within(user, Action.VERIFY_ORDER, order):
        found.add(Actor.STREET)
    if _within(user, Action.ARBITRATE_ORDER, order):
        found.add(Actor.ARBITER)
    if _speaks_for_the_unit(user, order):
        found.add(Actor.UNIT)
    if user.is_active and Keeper.objects.filter(community=order.community_id, user=user).exists():
        found.add(Actor.KEEPER)
    return frozenset(found)


def resolved_it(user: User, order: Order) -> bool:
    """Whether the user said that it is done, or speaks for the unit that did."""
    said = Move.objects.filter(order=order, action="resolve")
    return said.filter(person=user).exists() or _speaks_for_the_unit(user, order)


def sees_phone(user: User, order: Order) -> bool:
    """The caller's name and phone are for those who handle the order."""
    return bool(parts_of(user, order) & {Actor.STREET, Actor.UNIT, Actor.ARBITER})


def _within(user: User, action: Action, order: Order) -> bool:
    return scope_for(user, action).of(Order).filter(pk=order.pk).exists()


def _speaks_for_the_unit(user: User, order: Order) -> bool:
    if order.unit_id is None or not _within(user, Action.HANDLE_ORDER, order):
        return False
    return units_of(user).filter(pk=order.unit_id).exists()
