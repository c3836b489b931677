"""Every arrow of the life-cycle for everybody, generated from the data: who has no part is told
so, in the own county and in the next one, and nothing moves."""

import pytest

from grids.dispatch.lifecycle import TRANSITIONS, Actor
from grids.dispatch.models import Move, Order
from grids.dispatch.queries import actions_for, orders_for
from grids.dispatch.states import State
from grids.proposals.drafting.refusals import NotYours
from tests.dispatch.cast import Whistle, lead_to, move, set_up
from tests.world import make_world

PEOPLE = {
    "street": Actor.STREET, "unit": Actor.UNIT, "arbiter": Actor.ARBITER, "keeper": Actor.KEEPER,
    "other": None,
}  # fmt: skip


@pytest.mark.parametrize("state", [one for one in State if one not in ("closed", "void")])
def test_only_who_has_a_part_leads_on(whistle: Whistle, state: State) -> None:
    order = lead_to(whistle, state)
    steps = order.moves.count()
    neighbours = set_up(make_world("629932"))
    for arrow in (one for one in TRANSITIONS if state in one.origin):
        for name, part in PEOPLE.items():
            offered = {offer.action for offer in actions_for(order, whistle.people[name])}
            assert (arrow.key in offered) == (part in arrow.actors), (arrow.key, name)
            if part not in arrow.actors:
                with pytest.raises(NotYours):
                    move(whistle, order, arrow.key, name, unit=whistle.water)
            with pytest.raises(NotYours):
                move(neighbours, order, arrow.key, name, unit=whistle.water)
    assert Order.objects.get(pk=order.pk).version == order.version
    assert Move.objects.filter(order=order).count() == steps


def test_the_next_county_sees_nothing(whistle: Whistle) -> None:
    order = lead_to(whistle, State.RESOLVED)
    for person in set_up(make_world("629932")).people.values():
        assert not orders_for(person).exists()
    seen = {name for name, one in whistle.people.items() if order in orders_for(one)}
    assert seen == {"street", "unit", "arbiter", "keeper"}
