"""The demo county's orders: every state, the same each time, none of tomorrow."""

from datetime import datetime

import pytest
from django.utils import timezone

from fixtures import orders
from fixtures.orders import store_orders
from grids.dispatch.models import Move, Order
from grids.dispatch.states import State
from tests.staffing.cast import cover, hire
from tests.world import World

NOW = datetime(2026, 11, 26, 16, 0, tzinfo=timezone.get_default_timezone())


def test_a_month_of_orders_has_every_state_and_is_made_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "ORDERS", 48)
    cover(hire(world).police, world.grids[0])
    assert store_orders(county=world.county, now=NOW) == 48
    rows = list(Order.objects.values_list("number", "title", "state").order_by("number"))
    missing = set(State.values) - {state for _number, _title, state in rows}
    assert missing == set()
    assert Order.objects.filter(due_at__lt=NOW).exists()
    assert not Move.objects.filter(at__gt=NOW).exists()
    assert set(Order.objects.values_list("grid", flat=True)) == {one.pk for one in world.grids}
    assert rows[0] == ("20261027-0001", "垃圾桶满溢，两天没有清运", State.CLOSED)
    assert store_orders(county=world.county, now=NOW) == 0
    assert Order.objects.count() == 48
