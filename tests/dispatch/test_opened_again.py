"""What a resident says is not solved is done again; who says so twice too often is heard above."""

import datetime

import pytest
from django.utils import timezone

from grids.calls.services import rate_call
from grids.dispatch.models import Order, Rating
from grids.dispatch.services.rating import rate_order
from grids.dispatch.services.reopening import LONGEST_AFTER, MOST_REOPENED
from grids.dispatch.states import Rater, State
from grids.proposals.drafting.refusals import Refused
from tests.dispatch.cast import Whistle, lead_to, move


def not_solved(order: Order) -> Order:
    rate_call(order=order, score=1, words="水还在漏", solved=False, seen_version=order.version)
    order.refresh_from_db()
    return order


def verified_again(whistle: Whistle, order: Order) -> Order:
    return move(whistle, move(whistle, order, "resolve", "unit"), "verify", "street")


def rate(whistle: Whistle, order: Order) -> None:
    street = whistle.people["street"]
    rate_order(order=order, by=Rater.STREET, score=2, person=street, seen_version=order.version)


@pytest.mark.parametrize("state", [State.VERIFIED, State.RATED, State.CLOSED])
def test_it_goes_back_to_the_unit_with_time_of_its_own(whistle: Whistle, state: State) -> None:
    order = not_solved(lead_to(whistle, state))
    assert (order.state, order.reopened, order.unit) == (State.RESOLVING, 1, whistle.bureau)
    assert order.ended_at is None
    [clock] = order.clocks.filter(stopped_at__isnull=True)
    assert (clock.stage, order.due_at) == ("resolve", clock.due_at)
    last = order.moves.latest("sequence")
    assert (last.action, last.from_state, last.reason) == ("reopen", state, "没有解决：水还在漏")


def test_both_sides_rate_again_what_was_done_again(whistle: Whistle) -> None:
    order = verified_again(whistle, not_solved(lead_to(whistle, State.RATED)))
    rate(whistle, order)
    order.refresh_from_db()
    assert order.state == State.RATED
    with pytest.raises(Refused, match="只评一次"):
        rate(whistle, order)
    rate_call(order=order, score=5, words="", solved=True, seen_version=order.version)
    assert list(
        Rating.objects.order_by("reopened", "by").values_list("by", "reopened", "score")
    ) == [("resident", 0, 1), ("street", 0, 4), ("resident", 1, 5), ("street", 1, 2)]


def test_from_the_third_time_on_the_arbiter_decides(whistle: Whistle) -> None:
    order = not_solved(lead_to(whistle, State.VERIFIED))
    for _again in range(MOST_REOPENED - 1):
        order = not_solved(verified_again(whistle, order))
        assert order.state == State.RESOLVING
    order = not_solved(verified_again(whistle, order))
    assert order.state == State.REFUSED
    assert order.moves.latest("sequence").action == "dispute"
    assert not order.clocks.filter(stopped_at__isnull=True).exists()
    order = move(whistle, order, "arbitrate", "arbiter", unit=whistle.water)
    assert (order.state, order.unit) == (State.ISSUED, whistle.water)


def test_what_was_closed_long_ago_stays_closed_and_is_heard(whistle: Whistle) -> None:
    order = lead_to(whistle, State.CLOSED)
    past = timezone.now() - LONGEST_AFTER - datetime.timedelta(hours=1)
    Order.objects.filter(pk=order.pk).update(ended_at=past)
    order = not_solved(order)
    assert (order.state, order.reopened) == (State.CLOSED, 0)
    assert order.ratings.get(by=Rater.RESIDENT).words == "没有解决：水还在漏"
