"""Every write to postings."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from communities.territory.models import Edition, Place
from gis_core.accounts.models import Level
from grids.proposals.drafting.refusals import Refused
from grids.staffing.capacities import Capacity
from grids.staffing.models import Person, Posting
from grids.staffing.periods import ended
from grids.staffing.services.checks import (
    check_standing,
    days_of,
    edition_for,
    lock_seen,
    read_line,
    take_turn,
)


@transaction.atomic
def post_person(
    *,
    person: Person,
    place: Place,
    capacity: Capacity,
    first_day: datetime.date,
    last_day: datetime.date | None = None,
    document: str = "",
) -> Posting:
    """Send a person to a grid or community from a day on (`last_day` excluded).

    Raises Refused: the person left, the place is no more or no such place, or one of the rules
    of `Posting` is in the way; the text says who stands there and how to go on.
    """
    take_turn(person.county_id)
    check_standing(place)
    _check_place(person, place, capacity)
    posting = Posting(
        county_id=person.county_id,
        person=person,
        place=place,
        level=place.level,
        edition=edition_for(place),
        capacity=capacity,
        document=read_line(document),
        valid=days_of(first_day, last_day),
    )
    hindrance = hindrance_to(posting)
    if hindrance is not None:
        raise hindrance
    posting.save()
    return posting


@transaction.atomic
def end_posting(
    *, posting: Posting, on: datetime.date, reason: str, seen_version: int | None
) -> Posting:
    """End a posting on a day (the day itself excluded).

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: it is over by then, or no reason is given.
    """
    take_turn(posting.county_id)
    locked = lock_seen(posting, seen_version)
    if locked.valid.isempty or (locked.valid.upper is not None and locked.valid.upper <= on):
        raise Refused("over_already", _("这项任职到 %s 已经结束。") % on)
    said = read_line(reason)
    if not said:
        raise Refused("reason_missing", _("请写明结束任职的原因。"))
    return close_posting(locked, on, said)


def close_posting(row: Posting, on: datetime.date, reason: str) -> Posting:
    """Write the end of a posting; the caller has the county's turn."""
    row.valid, row.end_reason = ended(row.valid, on), reason[:200]
    row.version += 1
    row.save()
    return row


def send_on(
    row: Posting, on: datetime.date, reason: str, place: Place, edition: Edition
) -> Posting | None:
    """End a posting on a day and go on at another place of an edition; None where a rule is in
    the way.

    The caller has the county's turn.
    """
    lasting, first = row.valid.upper, max(on, row.valid.lower)
    close_posting(row, on, reason)
    new = Posting(
        county_id=row.county_id,
        person=row.person,
        place=place,
        level=place.level,
        edition=edition,
        capacity=row.capacity,
        document=row.document,
        valid=days_of(first, lasting),
    )
    if hindrance_to(new) is not None:
        return None
    new.save()
    return new


def hindrance_to(posting: Posting) -> Refused | None:
    """The first posting that cannot be together with this one, told as a refusal."""
    for condition, code, text in _rules(posting):
        others = Posting.objects.filter(condition, valid__overlap=posting.valid)
        other = others.exclude(pk=posting.pk).select_related("person", "place").first()
        if other is not None:
            said = {
                "person": other.person.name,
                "place": other.place.name,
                "since": other.valid.lower,
            }
            return Refused(code, text % said)
    return None


def _rules(posting: Posting) -> list[tuple[Q, str, str]]:
    found = [
        (
            Q(person=posting.person, place=posting.place, capacity=posting.capacity),
            "posted_already",
            _("%(person)s自 %(since)s 起已在“%(place)s”任此职，不必重复安排。"),
        )
    ]
    if posting.capacity != Capacity.FULL_TIME:
        return found
    full_time: Any = {"capacity": Capacity.FULL_TIME}
    return [
        *found,
        (
            Q(place=posting.place, **full_time),
            "grid_has_full_time",
            _("“%(place)s”自 %(since)s 起已有专职网格员%(person)s。请先结束其任职，再安排他人。"),
        ),
        (
            Q(person=posting.person, **full_time),
            "person_is_full_time",
            _("%(person)s自 %(since)s 起是“%(place)s”的专职网格员。请先结束那项任职。"),
        ),
    ]


def _check_place(person: Person, place: Place, capacity: Capacity) -> None:
    if person.left_on is not None:
        raise Refused("person_left", _("%s已离职。") % person.name)
    if place.county_key != person.county_id:
        raise Refused("other_county", _("“%s”不属于本县。") % place.name)
    wanted = (Level.GRID,) if capacity == Capacity.FULL_TIME else (Level.GRID, Level.COMMUNITY)
    if place.level not in wanted:
        text = _("专职网格员须安排到网格，其他人员安排到网格或社区；“%s”不是。")
        raise Refused("level_wrong", text % place.name)
