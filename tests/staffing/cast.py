"""The people and units of the small county: two units, two officers, one of the police."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from communities.territory.models import Place
from grids.staffing.capacities import Capacity, Duty, Part, UnitKind
from grids.staffing.models import Coverage, Person, Posting, Unit
from grids.staffing.services import (
    PersonFacts,
    UnitFacts,
    add_person,
    add_unit,
    cover_grid,
    post_person,
)
from tests.world import World, point

TODAY = timezone.localdate()
LAST_WEEK = TODAY - datetime.timedelta(days=7)
NEXT_WEEK = TODAY + datetime.timedelta(days=7)


@dataclass
class Cast:
    police: Unit
    taxes: Unit
    li: Person
    wang: Person
    zhao: Person


def hire(world: World) -> Cast:
    police = add_unit(
        county=world.county,
        facts=UnitFacts(
            name="县公安局",
            kind=UnitKind.JUDICIAL,
            contact_phone="0939-6210110",
            duties=(Duty.GOVERNANCE,),
            point=point(200, 500),
        ),
    )
    taxes = add_unit(
        county=world.county, facts=UnitFacts(name="县税务局", kind=UnitKind.GOVERNMENT)
    )
    return Cast(
        police,
        taxes,
        person(world, "李秀英", duty_phone="0939-6210001", personal_phone="13800001234"),
        person(world, "王建国"),
        person(world, "赵警官", Capacity.POLITICAL_LEGAL, home_unit=police),
    )


def person(
    world: World, name: str, capacity: Capacity = Capacity.FULL_TIME, **facts: Any
) -> Person:
    return add_person(county=world.county, facts=PersonFacts(name=name, capacity=capacity, **facts))


def post(person: Person, place: Place, **values: Any) -> Posting:
    return post_person(
        person=person,
        place=place,
        **{"capacity": Capacity(person.capacity), "first_day": LAST_WEEK, **values},
    )


def cover(unit: Unit, grid: Place, part: Part = Part.LEAD, **values: Any) -> Coverage:
    return cover_grid(unit=unit, grid=grid, part=part, **{"first_day": LAST_WEEK, **values})
