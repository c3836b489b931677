"""What the board counts, of orders led to where they are."""

import datetime

from django.utils import timezone

from grids.dispatch.figures import Load, is_late, load_by, tally
from grids.dispatch.models import Order
from grids.dispatch.states import State
from tests.dispatch.cast import Whistle, lead_to, report

DAY = datetime.timedelta(days=1)


def test_open_orders_are_counted_by_unit_and_grid_and_when_they_are_late(whistle: Whistle) -> None:
    lead_to(whistle, State.CLOSED)
    waiting = lead_to(whistle, State.ISSUED)
    report(whistle, 1500, 500)
    now = timezone.now()
    orders = Order.objects.filter(county=whistle.world.county)
    assert list(orders.filter(is_late(now))) == []
    assert list(orders.filter(is_late(now + 60 * DAY))) == [waiting]
    first, _second, third = whistle.world.grids
    assert load_by(orders, "unit", now) == [Load(whistle.bureau.pk, "县住建局", 2, 0)]
    assert load_by(orders, "grid", now + 60 * DAY) == [
        Load(first.pk, first.name, 1, 1),
        Load(third.pk, third.name, 1, 0),
    ]
    assert tally(orders, now + 60 * DAY)["late"] == 1
