"""Figures of a week: counted from clocks and ratings that are set by hand."""

import datetime

from django.utils import timezone

from communities.working_days.counting import WorkingCalendar
from grids.dispatch.figures import by_grid, figures_by_unit
from grids.dispatch.models import Order
from grids.dispatch.queries import late
from grids.dispatch.states import State
from tests.dispatch.cast import Whistle, lead_to, report

DAY = datetime.timedelta(days=1)


def test_the_figures_of_a_unit_are_those_of_its_orders(whistle: Whistle) -> None:
    lead_to(whistle, State.CLOSED)
    waiting = lead_to(whistle, State.ISSUED)
    report(whistle, 1500, 500)
    now = timezone.now()
    every_day = WorkingCalendar({now.date() + n * DAY: True for n in range(-2, 60)})
    orders = Order.objects.filter(county=whistle.world.county)
    (one,) = figures_by_unit(orders, now - DAY, now + DAY, every_day, now)
    assert (one.unit, one.orders, one.still_open, one.clocks_late) == (whistle.bureau, 3, 2, 0)
    assert (one.satisfaction, len(one.sign_hours)) == (4, 1)
    (later,) = figures_by_unit(orders, now - DAY, now + DAY, every_day, now + 60 * DAY)
    assert later.clocks_late == 3
    assert list(late(orders, now + 60 * DAY)) == [waiting]
    assert by_grid(orders) == {whistle.world.grids[0].pk: 1, whistle.world.grids[2].pk: 1}
    assert not figures_by_unit(orders, now + DAY, now + 2 * DAY, every_day, now)
