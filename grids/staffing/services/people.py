"""Every write to people."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import County
from grids.proposals.drafting.refusals import Refused
from grids.staffing.capacities import Capacity
from grids.staffing.models import Person, Posting, Unit
from grids.staffing.periods import not_over
from grids.staffing.services.checks import lock_seen, read_line, read_number, take_turn
from grids.staffing.services.postings import close_posting


@dataclass(frozen=True)
class PersonFacts:
    """What is known of a person."""

    name: str
    capacity: Capacity
    number: str = ""
    home_unit: Unit | None = None
    duty_phone: str = ""
    personal_phone: str = ""


@transaction.atomic
def add_person(*, county: County, facts: PersonFacts) -> Person:
    """A new person of the county. Raises Refused for a missing name or a number taken."""
    take_turn(county.pk)
    person = Person(county=county, **_columns(facts))
    _check(person)
    person.save()
    return person


@transaction.atomic
def change_person(*, person: Person, facts: PersonFacts, seen_version: int | None) -> Person:
    """Correct what is known of a person.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: the name is missing, the staff number taken, a telephone number none.
    """
    take_turn(person.county_id)
    locked = lock_seen(person, seen_version)
    for name, value in _columns(facts).items():
        setattr(locked, name, value)
    _check(locked)
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def part_person(
    *, person: Person, on: datetime.date, reason: str, seen_version: int | None
) -> Person:
    """Somebody leaves on a day: whatever they hold ends then.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: they left already, or no reason is given.
    """
    take_turn(person.county_id)
    locked = lock_seen(person, seen_version)
    if locked.left_on is not None:
        raise Refused("person_left", _("%s已离职。") % locked.name)
    if not read_line(reason):
        raise Refused("reason_missing", _("请写明离职原因。"))
    for row in Posting.objects.filter(not_over(on), person=locked):
        close_posting(row, on, read_line(reason))
    locked.left_on = on
    locked.version += 1
    locked.save()
    return locked


def _columns(facts: PersonFacts) -> dict[str, Any]:
    return {
        "name": read_line(facts.name),
        "capacity": facts.capacity,
        "number": read_line(facts.number),
        "home_unit": facts.home_unit,
        "duty_phone": read_number(facts.duty_phone),
        "personal_phone": read_number(facts.personal_phone),
    }


def _check(person: Person) -> None:
    if not person.name:
        raise Refused("name_missing", _("请填写姓名。"))
    if person.home_unit is not None and person.home_unit.county_id != person.county_id:
        raise Refused("other_county", _("所在单位不属于本县。"))
    here = Person.objects.filter(county=person.county_id, left_on__isnull=True)
    same = here.filter(number=person.number).exclude(pk=person.pk).first()
    if person.number and same is not None:
        text = _("工号 %(number)s 已属于 %(name)s。请核对工号。")
        raise Refused("number_taken", text % {"number": person.number, "name": same.name})
