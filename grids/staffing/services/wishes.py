"""Proposing what another decides: a community its people to the street, a street whose an account
is to who grants rights."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.territory.models import Place
from gis_core.accounts.models import User
from grids.proposals.drafting.refusals import Refused
from grids.staffing.capacities import Capacity
from grids.staffing.models import Person, Posting, Unit, Wish
from grids.staffing.services.accounts import tie_person, tie_unit
from grids.staffing.services.checks import check_standing, lock_seen, read_line, take_turn
from grids.staffing.services.postings import end_posting, post_person


def propose_posting(
    *,
    person: Person,
    place: Place,
    capacity: Capacity,
    day: datetime.date,
    made_by: User,
    reason: str = "",
) -> Wish:
    """Propose to send a person to a grid or community from a day on.

    Raises Refused: they left, the place is no more, or the same is proposed already.
    """
    check_standing(place)
    if person.left_on is not None:
        raise Refused("person_left", _("%s已离职。") % person.name)
    facts = {"person": person, "place": place, "capacity": capacity, "day": day}
    return _write(Wish.Kind.POST, person.county_id, made_by, reason, **facts)


def propose_ending(*, posting: Posting, day: datetime.date, made_by: User, reason: str) -> Wish:
    """Propose to call somebody back on a day. Raises Refused: no reason, or proposed already."""
    if not read_line(reason):
        raise Refused("reason_missing", _("请写明结束任职的原因。"))
    facts = {"person": posting.person, "posting": posting, "place": posting.place, "day": day}
    return _write(Wish.Kind.END, posting.county_id, made_by, reason, **facts)


def propose_tie(*, who: Person | Unit, account: User, made_by: User, reason: str = "") -> Wish:
    """Propose that an account is a person's, or speaks for a unit.

    Raises Refused: it is one's own account, or the same is proposed already.
    """
    if account == made_by:
        raise Refused("own_account", _("不能为自己的账号提出关联。请由别人提出。"))
    if isinstance(who, Unit):
        return _write(Wish.Kind.TIE_UNIT, who.county_id, made_by, reason, unit=who, account=account)
    return _write(Wish.Kind.TIE_PERSON, who.county_id, made_by, reason, person=who, account=account)


@transaction.atomic
def accept_wish(*, wish: Wish, by: User, seen_version: int | None) -> Wish:
    """Do what was proposed.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: it was answered already, is one's own tie, or cannot be done (any more); the wish
            stays open then.
    """
    locked = _lock_open(wish, seen_version)
    if locked.ties and by in (locked.made_by, locked.account):
        raise Refused("own_wish", _("提出关联的人和账号本人不能自己确认。请由别人确认。"))
    _do(locked)
    return _answer(locked, Wish.State.ACCEPTED, by)


@transaction.atomic
def decline_wish(*, wish: Wish, by: User, reason: str, seen_version: int | None) -> Wish:
    """Say no, and why. Raises as `accept_wish`, and Refused without a reason."""
    locked = _lock_open(wish, seen_version)
    said = read_line(reason)
    if not said:
        raise Refused("reason_missing", _("请写明不采纳的理由。"))
    return _answer(locked, Wish.State.DECLINED, by, said)


@transaction.atomic
def withdraw_wish(*, wish: Wish, by: User, seen_version: int | None) -> Wish:
    """Take one's own wish back. Raises as `accept_wish`, and Refused for others'."""
    locked = _lock_open(wish, seen_version)
    if locked.made_by != by:
        raise Refused("not_yours", _("只有提出的人可以撤回。"))
    return _answer(locked, Wish.State.WITHDRAWN, by)


def _write(kind: Wish.Kind, county: Any, made_by: User, reason: str, **facts: Any) -> Wish:
    try:
        with transaction.atomic():
            take_turn(county)
            return Wish.objects.create(
                county_id=county,
                kind=kind,
                made_by=made_by,
                reason=read_line(reason)[:200],
                **facts,
            )
    except IntegrityError as error:
        text = _("同样的提议还在等待答复，不必重复提出。")
        raise Refused("proposed_already", text) from error


def _lock_open(wish: Wish, seen_version: int | None) -> Wish:
    take_turn(wish.county_id)
    locked = lock_seen(wish, seen_version)
    if not locked.is_open:
        raise Refused("answered_already", _("这项提议已有答复。"))
    return locked


def _do(wish: Wish) -> None:
    if wish.kind == Wish.Kind.POST and wish.person and wish.place and wish.day:
        post_person(
            person=wish.person,
            place=wish.place,
            capacity=Capacity(wish.capacity),
            first_day=wish.day,
        )
    elif wish.kind == Wish.Kind.END and wish.posting and wish.day:
        seen = wish.posting.version
        end_posting(posting=wish.posting, on=wish.day, reason=wish.reason, seen_version=seen)
    elif wish.kind == Wish.Kind.TIE_PERSON and wish.person and wish.account:
        seen = wish.person.version
        tie_person(person=wish.person, account=wish.account, seen_version=seen)
    elif wish.unit and wish.account:
        tie_unit(unit=wish.unit, account=wish.account)


def _answer(wish: Wish, state: Wish.State, by: User, answer: str = "") -> Wish:
    wish.state, wish.answered_by, wish.answered_at = state, by, timezone.now()
    wish.answer = answer[:200]
    wish.version += 1
    wish.save()
    return wish
