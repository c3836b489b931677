"""The member's own orders: those of the grid that are open, the first to be due at the top."""

import pytest
from django.test import Client

from grids.dispatch.states import State
from tests.dispatch.cast import lead_to, report, set_up
from tests.world import World

pytestmark = pytest.mark.django_db


def test_open_orders_of_the_grid_and_no_others_are_on_the_page(town: World, phone: Client) -> None:
    whistle = set_up(town)
    lead_to(whistle, State.SIGNED, report(whistle, title="井盖缺失"))
    lead_to(whistle, State.CLOSED, report(whistle, title="早已办结"))
    report(whistle, 700, 500, title="邻格的事")
    html = phone.get("/my/").content.decode()
    own = html[html.index('id="orders"') : html.index('id="buildings"')]
    assert "井盖缺失" in own
    assert "县住建局" in own
    assert "已签收" in own
    assert "早已办结" not in own
    assert "邻格的事" not in html


def test_a_grid_without_orders_says_so(town: World, phone: Client) -> None:
    assert "本网格没有未办结的工单。" in phone.get("/my/").content.decode()
