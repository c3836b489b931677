"""Leading an order on: one transaction, the row locked, everything checked, written once."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from grids.dispatch.lifecycle import ACTORS, Transition, transition
from grids.dispatch.models import Move, Order, Support
from grids.dispatch.rights import parts_of, resolved_it
from grids.dispatch.services.photographing import attach
from grids.dispatch.services.timing import (
    extend_clocks,
    next_due,
    pause_clocks,
    resume_clocks,
    start_clocks,
    stop_clocks,
)
from grids.dispatch.states import ENDED, Stage, State
from grids.dispatch.telling import tell_of
from grids.proposals.drafting.refusals import NotYours, Refused, Stale, VersionMissing
from grids.staffing.models import Unit
from grids.staffing.services.checks import read_line

UNIT_STAGES = (Stage.SIGN, Stage.CONTACT, Stage.ARRIVE)
LONGEST_EXTENSION = 60  # working days at a time
LONGEST_REASON = 500


@dataclass(frozen=True)
class _Going:
    """One step, checked, about to be made."""

    order: Order
    arrow: Transition
    person: User
    reason: str
    unit: Unit | None
    days: int
    photos: Sequence[str]
    now: datetime.datetime


@transaction.atomic
def move_order(
    *,
    order: Order,
    action: str,
    person: User,
    seen_version: int | None,
    reason: str = "",
    unit: Unit | None = None,
    facts: Mapping[str, Any] | None = None,
    photos: Sequence[str] = (),
) -> Order:
    """Lead an order along an arrow of its life-cycle.

    `unit` is the next owner where the arrow asks for one; `facts["days"]` the working days of
    an extension; `photos` keys of photos that have been stored. Raises:
        VersionMissing: no version is named.
        Stale: the order has moved on since.
        NotYours: the person has no such part in it, or resolved it themselves.
        Refused: there is no such arrow, or reason, unit or days are missing or wrong.
    """
    order = lock_order(order, seen_version)
    arrow = _arrow(order, action)
    hindrance = why_not(order, arrow, person)
    if hindrance is not None:
        raise hindrance
    said = read_words(reason)
    days = _needs(order, arrow, said, unit, facts or {})
    return _make(_Going(order, arrow, person, said, unit, days, photos, timezone.now()))


def lock_order(order: Order, seen_version: int | None) -> Order:
    """The order as it is now, locked. Raises VersionMissing, Stale."""
    if seen_version is None:
        raise VersionMissing("version_missing", _("请求没有说明所依据的版本。请刷新页面后重试。"))
    rows = Order.objects.select_for_update(no_key=True, of=("self",))
    locked = rows.select_related("county", "kind", "category", "unit").get(pk=order.pk)
    if locked.version != seen_version:
        text = _("工单已到“%(state)s”（第 %(version)s 版），与您看到的不同。请看过最新情况再办。")
        said = {"state": _(locked.get_state_display()), "version": locked.version}
        raise Stale(text % said, {"version": locked.version, "state": locked.state})
    return locked


def why_not(order: Order, arrow: Transition, person: User) -> Refused | None:
    """What keeps a person from leading an order along an arrow; None where nothing does."""
    parts = parts_of(person, order)
    if not parts & set(arrow.actors):
        roles = "、".join(_(ACTORS[actor]) for actor in arrow.actors)
        text = _("“%(what)s”由%(roles)s办理，您没有这项职责。请联系他们办理。")
        return NotYours("not_your_part", text % {"what": _(arrow.label), "roles": roles})
    if arrow.apart and resolved_it(person, order):
        text = _("这件工单由您或您的单位办结，不能自己核实。请由街道（镇）或社区的其他人核实。")
        return NotYours("separation_resolved", text)
    if arrow.key == "issue" and order.unit_id is None:
        text = _("“%(category)s”在这里还没有责任单位。请由县调度指定主责单位。")
        return Refused("gap", text % {"category": order.category.name})
    return None


def note(
    order: Order,
    action: str,
    person: User | None,
    from_state: str,
    *,
    reason: str = "",
    unit: Unit | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Move:
    """Write down one step of an order, and tell those it concerns."""
    move = Move.objects.create(
        order=order,
        sequence=order.moves.count() + 1,
        at=timezone.now(),
        person=person,
        action=action,
        from_state=from_state,
        to_state=order.state,
        reason=reason,
        unit=unit,
        facts=dict(facts or {}),
    )
    tell_of(move)
    return move


def read_words(text: str) -> str:
    """A reason or a comment as it is kept. Raises Refused for one that is too long."""
    said = read_line(text)
    if len(said) > LONGEST_REASON:
        words = _("说明最多 %(most)s 个字，现有 %(now)s 个。请改短后重新提交。")
        raise Refused("reason_long", words % {"most": LONGEST_REASON, "now": len(said)})
    return said


def _arrow(order: Order, action: str) -> Transition:
    arrow = transition(action)
    if arrow is None or order.state not in arrow.origin:
        text = _("工单在“%(state)s”，不能这样办理。请刷新页面后重新选择。")
        raise Refused("no_such_transition", text % {"state": _(order.get_state_display())})
    return arrow


def _needs(
    order: Order, arrow: Transition, reason: str, unit: Unit | None, facts: Mapping[str, Any]
) -> int:
    """The days of an extension, 0 for none. Raises Refused for what is missing."""
    said = {"what": _(arrow.label)}
    if arrow.reason and not reason:
        raise Refused("reason_missing", _("办理“%(what)s”须写明理由。请填写后重新提交。") % said)
    if arrow.unit:
        _check_unit(order, arrow, unit)
    if not arrow.days:
        return 0
    days = facts.get("days")
    if not isinstance(days, int) or not 1 <= days <= LONGEST_EXTENSION:
        text = _("延期须为 1 至 %(most)s 个工作日。请改正。")
        raise Refused("days_wrong", text % {"most": LONGEST_EXTENSION})
    return days


def _check_unit(order: Order, arrow: Transition, unit: Unit | None) -> None:
    if unit is None:
        text = _("办理“%(what)s”须写明由哪个单位办。请选一个单位。")
        raise Refused("unit_missing", text % {"what": _(arrow.label)})
    if unit.county_id != order.county_id or unit.ended_on is not None:
        text = _("“%(unit)s”不是本县现有的单位。请重新选择。")
        raise Refused("unit_wrong", text % {"unit": unit.name})
    if arrow.key == "refuse" and unit.pk == order.unit_id:
        raise Refused("unit_same", _("退回时请写明应由哪个别的单位办，不能写本单位。"))


def _make(going: _Going) -> Order:
    order, arrow, before = going.order, going.arrow, going.order.state
    _set_state(order, arrow, going.now)
    _set_unit(order, arrow, going.unit)
    order.version += 1
    order.save()
    _run_clocks(going)
    order.due_at = next_due(order)
    order.save(update_fields=["due_at"])
    facts = {"days": going.days} if going.days else {}
    step = note(
        order,
        arrow.key,
        going.person,
        before,
        reason=going.reason,
        unit=going.unit,
        facts=facts,
    )
    attach(step, going.photos)
    return order


def _set_state(order: Order, arrow: Transition, now: datetime.datetime) -> None:
    if arrow.target == State.SUSPENDED:
        order.resumes = order.state
    if arrow.key == "resume":
        order.state, order.resumes = State(order.resumes), ""
    elif arrow.target is not None:
        order.state = arrow.target
    if order.state in ENDED:
        order.ended_at = now


def _set_unit(order: Order, arrow: Transition, unit: Unit | None) -> None:
    """A refusing unit stays the owner until the arbiter has said who is; it only proposes."""
    if not arrow.unit or unit is None:
        return
    if arrow.key == "refuse":
        order.proposed = unit
        return
    order.unit, order.proposed = unit, None
    Support.objects.filter(order=order, unit=unit).delete()


def _run_clocks(going: _Going) -> None:
    order, arrow, now = going.order, going.arrow, going.now
    stop_clocks(order, arrow.stops, now)
    start_clocks(order, UNIT_STAGES if arrow.fresh else arrow.starts, now)
    if arrow.target == State.SUSPENDED:
        pause_clocks(order, now, going.reason, going.person)
    if arrow.key == "resume":
        resume_clocks(order, now)
    if going.days:
        extend_clocks(order, going.days)
