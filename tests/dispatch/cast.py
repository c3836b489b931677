"""Orders of the small county: a street that whistles, a unit that reports, a county that judges.

g1, g2 of 长富路 | g3 of 新城: the town bureau leads on sanitation in the whole county.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.dispatch.models import Category, Kind, Order
from grids.dispatch.services import (
    OrderFacts,
    change_matrix,
    install_defaults,
    move_order,
    rate_order,
    report_order,
    set_keeper,
)
from grids.dispatch.states import Rater, State
from grids.staffing.capacities import UnitKind
from grids.staffing.models import Unit, UnitAccount
from grids.staffing.services import UnitFacts, add_unit
from tests.world import World, appoint, person, point

WAY = {
    "approve": "street", "issue": "street", "sign": "unit", "contact": "unit", "arrive": "unit",
    "plan": "unit", "begin": "unit", "resolve": "unit", "verify": "street",
}  # fmt: skip
AFTER = dict(
    zip(
        WAY,
        (
            State.APPROVED, State.ISSUED, State.SIGNED, State.CONTACTED, State.ARRIVED,
            State.PLANNED, State.RESOLVING, State.RESOLVED, State.VERIFIED,
        ),
        strict=True,
    )
)  # fmt: skip


@dataclass
class Whistle:
    """The people by what they are to an order, the units, and what the county set."""

    world: World
    people: dict[str, User]
    bureau: Unit
    water: Unit
    kind: Kind
    emergency: Kind
    category: Category


def set_up(world: World) -> Whistle:
    install_defaults(county=world.county)
    bureau, water = (
        add_unit(county=world.county, facts=UnitFacts(name=name, kind=UnitKind.GOVERNMENT))
        for name in ("县住建局", "县水务局")
    )
    code = world.county.code
    people = {name: person(f"{name}-{code}") for name in ("street", "unit", "other", "arbiter")}
    people["keeper"] = person(f"keeper-{code}")
    appoint(people["street"], Role.STREET_MANAGER, world.subdistrict)
    appoint(people["unit"], Role.DEPARTMENT, world.county)
    appoint(people["other"], Role.DEPARTMENT, world.county)
    appoint(people["arbiter"], Role.DISPATCHER, world.county)
    appoint(people["keeper"], Role.DECIDER, world.county)
    UnitAccount.objects.create(unit=bureau, account=people["unit"])
    UnitAccount.objects.create(unit=water, account=people["other"])
    set_keeper(community=world.changfu, user=people["keeper"], person=people["arbiter"], seen=0)
    category = Category.objects.get(county=world.county, code="sanitation")
    category = change_matrix(
        category=category, place=world.county, lead=bureau, seen_version=0,
        person=people["arbiter"],
    )  # fmt: skip
    kinds = Kind.objects.filter(county=world.county)
    return Whistle(
        world, people, bureau, water, kinds.get(code="work"), kinds.get(code="emergency"), category
    )


def report(whistle: Whistle, x: float = 200, y: float = 500, **values: Any) -> Order:
    """An order at a point of the sheet; the street's own unless another person is named."""
    key = values.pop("key", str(uuid4()))
    who = values.pop("person", whistle.people["street"])
    facts = {
        "kind": whistle.kind, "category": whistle.category, "title": "垃圾无人清运",
        "point": point(x, y), **values,
    }  # fmt: skip
    return report_order(county=whistle.world.county, facts=OrderFacts(**facts), person=who, key=key)


def move(whistle: Whistle, order: Order, action: str, who: str, **values: Any) -> Order:
    """One step as that person takes it who looked at the order a moment ago."""
    values = {"reason": "照实说明", "seen_version": order.version, **values}
    return move_order(order=order, action=action, person=whistle.people[who], **values)


def lead_to(whistle: Whistle, state: State, order: Order | None = None) -> Order:
    """An order led along the usual way, or to a side of it, as far as this state."""
    order = order or report(whistle)
    if state in (State.RATED, State.CLOSED):
        return _lead_past_rating(whistle, order, state)
    if state in AFTER.values():
        for action, who in WAY.items():
            order = move(whistle, order, action, who)
            if order.state == state:
                break
    elif state != State.DRAFT:
        order = _lead_aside(whistle, order, state)
    return order


def _lead_past_rating(whistle: Whistle, order: Order, state: State) -> Order:
    order = lead_to(whistle, State.VERIFIED, order)
    rate_order(
        order=order, by=Rater.STREET, score=4, person=whistle.people["street"],
        seen_version=order.version,
    )  # fmt: skip
    order.refresh_from_db()
    return move(whistle, order, "close", "street") if state == State.CLOSED else order


def _lead_aside(whistle: Whistle, order: Order, state: State) -> Order:
    if state == State.VOID:
        return move(whistle, order, "void", "street")
    order = lead_to(whistle, State.ISSUED, order)
    if state == State.REFUSED:
        return move(whistle, order, "refuse", "unit", unit=whistle.water)
    action, who = {
        State.ESCALATED: ("escalate", "street"), State.SUSPENDED: ("suspend", "arbiter"),
    }[state]  # fmt: skip
    return move(whistle, order, action, who)
