"""An order from a point to its end, the ways beside it, and who is kept from what."""

import pytest

from grids.dispatch.models import Clock, Rating, Support
from grids.dispatch.queries import actions_for, gaps, orders_for, responsible
from grids.dispatch.services import change_matrix, rate_order
from grids.dispatch.states import Rater, State
from grids.proposals.drafting.refusals import NotYours, Refused, Stale, VersionMissing
from grids.staffing.models import UnitAccount
from tests.dispatch.cast import Whistle, lead_to, move, report
from tests.world import make_world, point


def test_a_point_finds_its_places_and_who_is_responsible(whistle: Whistle) -> None:
    order = report(whistle, 700, 500)
    world = whistle.world
    assert (order.grid, order.community, order.subdistrict) == (
        world.grids[1], world.changfu, world.subdistrict,
    )  # fmt: skip
    assert (order.unit, order.state, order.edition) == (whistle.bureau, State.DRAFT, world.edition)


def test_an_order_goes_the_whole_way(whistle: Whistle) -> None:
    order = lead_to(whistle, State.CLOSED)
    assert order.ended_at is not None
    assert order.due_at is None
    assert [move.action for move in order.moves.all()] == [
        "report", "approve", "issue", "sign", "contact", "arrive", "plan", "begin", "resolve",
        "verify", "rate", "close",
    ]  # fmt: skip
    assert not Clock.objects.filter(order=order, stopped_at__isnull=True).exists()
    assert set(order.clocks.values_list("stage", flat=True)) == {
        "sign", "contact", "arrive", "resolve", "verify",
    }  # fmt: skip


def test_the_narrowest_place_says_who_is_responsible(whistle: Whistle) -> None:
    category = change_matrix(
        category=whistle.category, place=whistle.world.changfu, lead=whistle.water,
        supports=[whistle.bureau], seen_version=whistle.category.version,
    )  # fmt: skip
    order = report(whistle, category=category)
    assert order.unit == whistle.water
    assert [row.unit for row in Support.objects.filter(order=order)] == [whistle.bureau]
    assert responsible(category, whistle.world.grids[2]).lead == whistle.bureau
    assert report(whistle, 1500, 500, category=category).unit == whistle.bureau


def test_a_gap_is_seen_and_no_order_is_lost_in_it(whistle: Whistle) -> None:
    category = change_matrix(
        category=whistle.category, place=whistle.world.county, lead=None,
        seen_version=whistle.category.version,
    )  # fmt: skip
    found = [gap.place for gap in gaps(whistle.world.county) if gap.category == category]
    assert found == whistle.world.grids
    order = move(whistle, report(whistle, category=category), "approve", "street")
    assert order.unit is None
    with pytest.raises(Refused, match="还没有责任单位"):
        move(whistle, order, "issue", "street")
    assert order in orders_for(whistle.people["arbiter"])
    order = move(whistle, order, "assign", "arbiter", unit=whistle.water)
    assert (order.state, order.unit) == (State.ISSUED, whistle.water)


def test_an_emergency_is_issued_at_once_and_its_clock_runs_at_night(whistle: Whistle) -> None:
    order = report(whistle, kind=whistle.emergency)
    assert order.state == State.ISSUED
    clock = order.clocks.get(stage="sign")
    assert (clock.due_at - clock.started_at).total_seconds() == 1800
    assert order.due_at == clock.due_at


def test_a_refusal_names_the_next_owner_and_goes_to_the_arbiter(whistle: Whistle) -> None:
    order = lead_to(whistle, State.ISSUED)
    with pytest.raises(Refused, match="由哪个单位"):
        move(whistle, order, "refuse", "unit")
    with pytest.raises(Refused, match="不能写本单位"):
        move(whistle, order, "refuse", "unit", unit=whistle.bureau)
    order = move(whistle, order, "refuse", "unit", unit=whistle.water)
    assert (order.proposed, order.due_at) == (whistle.water, None)
    street = {offer.action for offer in actions_for(order, whistle.people["street"])}
    assert street == {"escalate"}
    order = move(whistle, order, "arbitrate", "arbiter", unit=whistle.water)
    assert (order.state, order.unit, order.proposed) == (State.ISSUED, whistle.water, None)
    assert move(whistle, order, "sign", "other").state == State.SIGNED


def test_an_escalation_is_for_the_leader_who_keeps_the_community(whistle: Whistle) -> None:
    order = lead_to(whistle, State.ESCALATED)
    assert order in orders_for(whistle.people["keeper"])
    elsewhere = lead_to(whistle, State.ESCALATED, report(whistle, 1500, 500))
    assert elsewhere not in orders_for(whistle.people["keeper"])
    with pytest.raises(NotYours):
        move(whistle, elsewhere, "direct", "keeper", unit=whistle.water)
    assert move(whistle, order, "direct", "keeper", unit=whistle.water).unit == whistle.water


def test_nobody_verifies_what_they_or_their_unit_resolved(whistle: Whistle) -> None:
    street = whistle.people["street"]
    tie = UnitAccount.objects.create(unit=whistle.bureau, account=street)
    order = lead_to(whistle, State.RESOLVING)
    order = move(whistle, order, "resolve", "street")
    for action in ("verify", "return"):
        with pytest.raises(NotYours, match="不能自己核实"):
            move(whistle, order, action, "street")
    tie.delete()
    with pytest.raises(NotYours, match="不能自己核实"):
        move(whistle, order, "verify", "street")


def test_what_the_street_does_not_confirm_is_worked_on(whistle: Whistle) -> None:
    order = move(whistle, lead_to(whistle, State.RESOLVED), "return", "street")
    assert order.state == State.RESOLVING
    running = order.clocks.filter(stopped_at__isnull=True)
    assert [clock.stage for clock in running] == ["resolve"]


def test_a_suspended_order_goes_on_where_it_was_and_an_extension_moves_the_limit(
    whistle: Whistle,
) -> None:
    order = lead_to(whistle, State.CONTACTED)
    due = order.due_at
    order = move(whistle, order, "suspend", "arbiter")
    assert (order.due_at, order.resumes) == (None, State.CONTACTED)
    order = move(whistle, order, "resume", "arbiter")
    assert (order.state, order.resumes) == (State.CONTACTED, "")
    assert due is not None
    assert order.due_at is not None
    assert order.due_at >= due
    later = move(whistle, order, "extend", "arbiter", facts={"days": 2})
    assert later.due_at is not None
    assert later.due_at > order.clocks.get(stage="arrive").started_at
    assert later.clocks.get(stage="arrive").days == 5
    for days in (0, 61, "2", None):
        with pytest.raises(Refused, match="延期须为"):
            move(whistle, later, "extend", "arbiter", facts={"days": days})


def test_each_side_rates_once(whistle: Whistle) -> None:
    order = lead_to(whistle, State.RATED)
    for score in (0, 6):
        with pytest.raises(Refused, match="1 至 5"):
            rate_order(order=order, by=Rater.RESIDENT, score=score, seen_version=order.version)
    with pytest.raises(NotYours, match="不能自己评价"):
        rate_order(
            order=order, by=Rater.RESIDENT, score=5, seen_version=order.version,
            person=whistle.people["unit"],
        )  # fmt: skip
    rate_order(order=order, by=Rater.RESIDENT, score=5, seen_version=order.version)
    order.refresh_from_db()
    with pytest.raises(Refused, match="只评一次"):
        rate_order(order=order, by=Rater.RESIDENT, score=1, seen_version=order.version)
    assert set(Rating.objects.values_list("by", "score")) == {("street", 4), ("resident", 5)}


def test_the_same_key_is_the_same_order(whistle: Whistle) -> None:
    first = report(whistle, key="one-call-only")
    assert report(whistle, key="one-call-only", title="又点了一次") == first
    assert report(whistle).number == first.number[:-1] + "2"
    for others in ({"person": None}, {"person": whistle.people["arbiter"]}):
        with pytest.raises(Refused, match="别的工单"):
            report(whistle, key="one-call-only", **others)


def test_a_stale_or_missing_version_moves_nothing(whistle: Whistle) -> None:
    order = report(whistle)
    move(whistle, order, "approve", "street")
    with pytest.raises(Stale) as refusal:
        move(whistle, order, "approve", "street")
    assert refusal.value.changed == {"version": 1, "state": "approved"}
    with pytest.raises(Refused, match="现有 501 个"):
        move(whistle, lead_to(whistle, State.ARRIVED), "plan", "unit", reason="案" * 501)
    with pytest.raises(VersionMissing):
        move(whistle, order, "approve", "street", seen_version=None)


def test_what_cannot_be_reported_is_refused_in_words(whistle: Whistle) -> None:
    for values, words in (
        ({"point": point(5000, 5000)}, "本县之外"),
        ({"title": " "}, "标题须有"),
        ({"text": "身份证 622826199001011234"}, "身份证号"),
        ({"contact_phone": "12"}, "电话"),
        ({"address": "东" * 201}, "请改短"),
        ({"contact_name": "622826199001011234"}, "身份证号"),
        ({"key": "x"}, "去重标识"),
    ):
        with pytest.raises(Refused, match=words):
            report(whistle, **values)
    with pytest.raises(NotYours, match="自己的辖区"):
        report(whistle, 700, 500, person=whistle.world.member)
    with pytest.raises(NotYours):
        report(whistle, person=make_world("629932").member)
