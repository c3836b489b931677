"""What a unit does itself: it sends its own people to the grids it covers, and keeps its contact.

Who speaks for a unit is `belonging.units_of`; that they may is a role of theirs in the county
(a liaison's, or a seconded officer's). Full-time officers are the street's, whoever employs them.
"""

import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.territory.models import Place
from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import scope_for
from grids.proposals.drafting.refusals import Refused
from grids.staffing.belonging import units_of
from grids.staffing.capacities import Capacity
from grids.staffing.models import Coverage, Person, Posting, Unit
from grids.staffing.periods import on_day
from grids.staffing.services.checks import lock_seen, read_line, read_number, take_turn
from grids.staffing.services.postings import end_posting, post_person


def spoken_for(user: User, county: UUID) -> "QuerySet[Unit]":
    """The units of a county for which this account may act today."""
    return units_of(user).filter(
        county__in=scope_for(user, Action.ASSIGN_OWN).counties & frozenset([county])
    )


def own_people(user: User, county: UUID) -> "QuerySet[Person]":
    """The people of those units."""
    return Person.objects.filter(home_unit__in=spoken_for(user, county))


def own_postings(user: User, county: UUID) -> "QuerySet[Posting]":
    """What people of those units do in the grids their unit covers today, save full-time."""
    covered = Coverage.objects.filter(
        on_day(timezone.localdate()),
        unit=OuterRef("person__home_unit"),
        grid=OuterRef("place"),
    )
    rows = Posting.objects.filter(Exists(covered), person__in=own_people(user, county))
    return rows.exclude(capacity=Capacity.FULL_TIME)


def grids_for(user: User, person: Person) -> "QuerySet[Place]":
    """The grids to which this account may send a person: those the person's unit covers today."""
    units = spoken_for(user, person.county_id).filter(people=person.pk)
    covered = Coverage.objects.filter(on_day(timezone.localdate()), unit__in=units)
    return Place.objects.filter(pk__in=covered.values("grid"), abolished=False).order_by("code")


@transaction.atomic
def post_own_person(
    *,
    person: Person,
    place: Place,
    capacity: Capacity,
    by: User,
    first_day: datetime.date,
    last_day: datetime.date | None = None,
    document: str = "",
) -> Posting:
    """Send a person of one's own unit to a grid the unit covers.

    Raises Refused: the unit does not cover the grid (any more), the post is a full-time
    officer's, or as `post_person` does.
    """
    take_turn(person.county_id)
    if capacity == Capacity.FULL_TIME:
        raise Refused("not_ones_own", _("专职网格员由街道安排。单位可安排其他身份的人员。"))
    if not grids_for(by, person).filter(pk=place.pk).exists():
        text = _("%(person)s所在单位没有包抓“%(place)s”，不能由本单位安排。请改选，或请街道安排。")
        raise Refused("not_ones_own", text % {"person": person.name, "place": place.name})
    return post_person(
        person=person,
        place=place,
        capacity=capacity,
        first_day=first_day,
        last_day=last_day,
        document=document,
    )


@transaction.atomic
def end_own_posting(
    *, posting: Posting, by: User, on: datetime.date, reason: str, seen_version: int | None
) -> Posting:
    """Call a person of one's own unit back. Raises as `end_posting`, and Refused for others'."""
    take_turn(posting.county_id)
    if not own_postings(by, posting.county_id).filter(pk=posting.pk).exists():
        raise Refused("not_ones_own", _("这项任职不由本单位安排。请找街道。"))
    return end_posting(posting=posting, on=on, reason=reason, seen_version=seen_version)


@transaction.atomic
def keep_contact(
    *, unit: Unit, by: User, contact_name: str, contact_phone: str, seen_version: int | None
) -> Unit:
    """Say who one's own unit's liaison is and how to reach them.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: the unit is not the account's, or the number is none.
    """
    take_turn(unit.county_id)
    if not spoken_for(by, unit.county_id).filter(pk=unit.pk).exists():
        raise Refused("not_ones_own", _("“%s”不是您代表的单位。") % unit.name)
    locked = lock_seen(unit, seen_version)
    locked.contact_name = read_line(contact_name)
    locked.contact_phone = read_number(contact_phone)
    locked.version += 1
    locked.save()
    return locked
