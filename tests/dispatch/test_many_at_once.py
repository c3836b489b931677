"""Sixteen hands on one order in the same moment: one winner each, and one order of one key."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from grids.dispatch.models import Move, Order, Rating
from grids.dispatch.services import rate_order
from grids.dispatch.states import Rater, State
from grids.proposals.drafting.refusals import Refused
from tests.at_once import THREADS, at_once
from tests.dispatch.cast import lead_to, move, report, set_up
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
ONE = {"done": 1, "stale": THREADS - 1}


def outcomes(do: Callable[[], object]) -> Counter[str]:
    def one(_thread: int) -> str:
        try:
            do()
        except Refused as refusal:
            return refusal.code
        return "done"

    return Counter(at_once(one))


def test_one_signs_refuses_resolves_and_rates() -> None:
    whistle = set_up(make_world())
    keys = {report(whistle, key="the-same-call").pk for _again in range(2)}
    found = at_once(lambda _thread: report(whistle, 700, 500, key="sixteen-calls").pk)
    assert (len(set(found)), Order.objects.count(), len(keys)) == (1, 2, 1)
    order = lead_to(whistle, State.ISSUED)
    assert outcomes(lambda: move(whistle, order, "sign", "unit")) == ONE
    refused = lead_to(whistle, State.ISSUED)
    assert outcomes(lambda: move(whistle, refused, "refuse", "unit", unit=whistle.water)) == ONE
    done = lead_to(whistle, State.RESOLVING)
    assert outcomes(lambda: move(whistle, done, "resolve", "unit")) == ONE
    rated = lead_to(whistle, State.VERIFIED)
    street = whistle.people["street"]
    said: dict[str, Any] = {"score": 5, "person": street, "seen_version": rated.version}
    assert outcomes(lambda: rate_order(order=rated, by=Rater.STREET, **said)) == ONE
    assert Rating.objects.filter(order=rated).count() == 1
    for one, action in ((order, "sign"), (refused, "refuse"), (done, "resolve"), (rated, "rate")):
        assert Move.objects.filter(order=one, action=action).count() == 1
