"""A real publication moves ground: open orders go along, and what was written stays."""

import pytest
from django.db import DatabaseError, transaction

from grids.checklist.affected import affected_by
from grids.dispatch.models import Move, Order, Rerouting
from grids.dispatch.queries import orders_for
from grids.dispatch.services import change_matrix
from grids.dispatch.states import State
from grids.proposals.drafts.comparing import edition_of, version_of
from tests.dispatch.cast import Whistle, lead_to, move, report
from tests.drafts.asking import operate
from tests.drafts.town import G1, G2, begin, lay_cells
from tests.publication.asking import move_a_strip, publish
from tests.world import point


def test_open_orders_follow_their_ground(whistle: Whistle) -> None:
    world = whistle.world
    lay_cells(world)
    category = change_matrix(
        category=whistle.category, place=world.grids[0], lead=whistle.water,
        seen_version=whistle.category.version,
    )  # fmt: skip
    waiting = report(whistle, 700, 500, category=category)
    signed = lead_to(whistle, State.SIGNED, report(whistle, 750, 500, category=category))
    issued = lead_to(whistle, State.ISSUED, report(whistle, 850, 500, category=category))
    away = report(whistle, 900, 500, category=category)
    Order.objects.filter(pk=away.pk).update(geom=point(5000, 5000))
    closed = lead_to(whistle, State.CLOSED, report(whistle, 800, 500, category=category))
    stays = report(whistle, 1500, 500, category=category)
    draft = begin(world)
    operate(draft, world.planner, kind="merge_units", units=[G1, G2], into=G1)
    told = affected_by(draft, edition_of(draft), version_of(draft, None))["未结工单"]
    assert {one.name for one in told} == {str(waiting), str(signed), str(issued)}
    publication = publish(draft, world)
    for order in (waiting, signed, issued):
        order.refresh_from_db()
        assert (order.grid, order.edition) == (world.grids[0], publication.edition)
        row = Rerouting.objects.get(order=order)
        assert (row.before, row.after) == (world.grids[1], world.grids[0])
        assert order.moves.last().action == "reroute"  # type: ignore[union-attr]  # reported
    assert (waiting.unit, signed.unit) == (whistle.water, whistle.bureau)
    assert issued.unit == whistle.water
    first, again = issued.clocks.filter(stage="sign")
    assert first.stopped_at == again.started_at
    assert (again.stopped_at, issued.due_at) == (None, again.due_at)
    away.refresh_from_db()
    assert (away.grid, away.community, away.subdistrict) == (None, None, None)
    assert away in orders_for(whistle.people["arbiter"])
    assert Order.objects.get(pk=closed.pk).grid == world.grids[1]
    assert Order.objects.get(pk=stays.pk).version == 0
    assert move(whistle, signed, "contact", "unit").state == State.CONTACTED


def test_only_what_lies_on_moved_ground_moves_where_both_grids_stay(whistle: Whistle) -> None:
    world = whistle.world
    lay_cells(world)
    stays, goes = report(whistle, 200, 500), report(whistle, 450, 500)
    publish(move_a_strip(world), world)
    assert [row.order for row in Rerouting.objects.all()] == [goes]
    for order, grid in ((stays, world.grids[0]), (goes, world.grids[1])):
        order.refresh_from_db()
        assert order.grid == grid


def test_what_happened_is_only_added(whistle: Whistle) -> None:
    order = lead_to(whistle, State.CLOSED)
    row = order.moves.first()
    assert row is not None
    for change in (
        lambda: Move.objects.filter(pk=row.pk).update(reason="改写"),
        row.delete,
        order.ratings.all().delete,
        lambda: order.ratings.update(score=1),
        lambda: Order.objects.filter(pk=order.pk).delete(),
        lambda: Order.objects.filter(pk=order.pk).update(unit=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
