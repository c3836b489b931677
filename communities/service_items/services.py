"""Every write to the list of service items and to what is different in places."""

import datetime
import unicodedata
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from communities.service_items.kinds import HandledAt, ListType
from communities.service_items.models import LONGEST_DAYS, LocalRule, ServiceItem
from communities.territory.models import County, Edition, Place
from gis_core.cleaning import clean_line
from gis_core.phones import MOBILE, holds_identity_number, read_phone
from gis_core.refusals import Refused
from gis_core.versions import lock_seen


@dataclass(frozen=True)
class ItemFacts:
    """What is said of an item."""

    code: str
    name: str
    list_type: ListType
    handled_at: HandledAt
    since: datetime.date
    until: datetime.date | None = None
    everywhere: bool = True
    materials: str = ""
    days: int | None = None
    fee: str = ""
    basis: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True)
class RuleFacts:
    """What is different in a place; what is empty is as the item says."""

    offered: bool
    since: datetime.date
    until: datetime.date | None = None
    handled_at: HandledAt | None = None
    phone: str = ""
    note: str = ""


@transaction.atomic
def add_item(*, county: County, facts: ItemFacts) -> ServiceItem:
    """Put an item on the list. Raises Refused for a code that names another, and bad facts."""
    _take_turn(county.pk)
    values = _values(county.pk, facts, None)
    return ServiceItem.objects.create(county_id=county.pk, **values)


@transaction.atomic
def add_local_item(*, place: Place, facts: ItemFacts) -> ServiceItem:
    """Put an item on the list that is offered in one place only. Raises as `add_item`."""
    there = replace(facts, everywhere=False)
    item = add_item(county=County(pk=place.county_key), facts=there)
    add_rule(
        item=item, place=place, facts=RuleFacts(True, facts.since, facts.until), seen_version=0
    )
    return item


@transaction.atomic
def change_item(*, item: ServiceItem, facts: ItemFacts, seen_version: int | None) -> ServiceItem:
    """Say an item anew. Raises VersionMissing, Stale, and Refused as `add_item`."""
    _take_turn(item.county_id)
    locked = lock_seen(item, seen_version)
    values = _values(locked.county_id, facts, locked)
    if all(getattr(locked, name) == value for name, value in values.items()):
        return locked
    return _save(locked, values)


@transaction.atomic
def end_item(*, item: ServiceItem, on: datetime.date, seen_version: int | None) -> ServiceItem:
    """Take an item off the list from a day on. Raises VersionMissing, Stale."""
    locked = lock_seen(item, seen_version)
    return _save(locked, {"until": max(on, locked.since)})


@transaction.atomic
def add_rule(
    *, item: ServiceItem, place: Place, facts: RuleFacts, seen_version: int | None
) -> LocalRule:
    """Say what is different with an item in a place; `seen_version` is the item's.

    Raises:
        VersionMissing, Stale: the item's version is not named, or not the present one.
        Refused: the place is no more or of another county, or has a rule in those days.
    """
    _take_turn(item.county_id)
    locked = lock_seen(item, seen_version)
    check_place(locked, place)
    _check_days(facts.since, facts.until)
    for other in LocalRule.objects.filter(item=locked, place=place):
        if _overlap(other, facts.since, facts.until):
            text = _(
                "“%(place)s”对这一事项在这段日期已有办法（%(since)s 起）。请先停用它，或改日期。"
            )
            said = {"place": place.name, "since": other.since}
            raise Refused("rule_exists", text % said)
    return LocalRule.objects.create(
        item=locked,
        place=place,
        offered=facts.offered,
        handled_at=facts.handled_at or "",
        phone=_phone(facts.phone),
        note=_line(_("说明"), facts.note, 200),
        since=facts.since,
        until=facts.until,
    )


@transaction.atomic
def end_rule(*, rule: LocalRule, on: datetime.date, seen_version: int | None) -> LocalRule:
    """From a day on the place does as the item says. Raises VersionMissing, Stale."""
    locked = lock_seen(rule, seen_version)
    locked.until = max(on, locked.since)
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def move_rule(
    *, rule: LocalRule, place: Place | None, day: datetime.date, edition: Edition
) -> None:
    """Let a rule end on a day and go on at another place from then on.

    Where there is none, or it has a rule of its own that says otherwise, the rule stops with
    `edition`, and is listed.
    """
    locked = LocalRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    since, until = max(day, locked.since), locked.until
    theirs = _in_the_way(locked, place, since) if place is not None else None
    if place is not None and theirs is None:
        LocalRule.objects.create(
            item_id=locked.item_id, place=place, since=since, until=until, **_content(locked)
        )
    elif theirs is None or _content(theirs) != _content(locked):
        locked.stopped_by = edition
    locked.until = max(day, locked.since)
    locked.version += 1
    locked.save()


def check_place(item: ServiceItem, place: Place) -> None:
    """Raises Refused for a place that is no more, another county's, or the county itself."""
    if place.abolished:
        text = _("“%s”已撤销。请选现行的街道（镇）、社区或网格。")
        raise Refused("place_abolished", text % place.name)
    if place.county_id != item.county_id:
        text = _("“%s”不是本县的街道（镇）、社区或网格。")
        raise Refused("place_elsewhere", text % place.name)


def _take_turn(county: UUID) -> None:
    """Let one write to a county's list come after the other, until the transaction ends."""
    County.objects.select_for_update(no_key=True).get(pk=county)


def _values(county: UUID, facts: ItemFacts, item: ServiceItem | None) -> dict[str, Any]:
    _check_days(facts.since, facts.until)
    if facts.days is not None and not 0 <= facts.days <= LONGEST_DAYS:
        text = _("承诺时限应为 0 至 %(most)s 个工作日（0 为当场办结），现为 %(days)s。请改正。")
        raise Refused("days_wrong", text % {"most": LONGEST_DAYS, "days": facts.days})
    code = unicodedata.normalize("NFKC", _line(_("编码"), facts.code, 20, needed=True))
    others = ServiceItem.objects.filter(county=county, code=code)
    taken = (others.exclude(pk=item.pk) if item is not None else others).first()
    if taken is not None:
        text = _("编码 %(code)s 已是“%(name)s”。请换一个编码，或改那一项。")
        raise Refused("code_taken", text % {"code": code, "name": taken.name})
    return {
        **asdict(facts),
        "code": code,
        "name": _line(_("事项名称"), facts.name, 80, needed=True),
        "materials": _line(_("所需材料"), facts.materials, 500),
        "fee": _line(_("收费"), facts.fee, 80),
        "basis": _line(_("依据"), facts.basis, 200),
        "note": _line(_("说明"), facts.note, 200),
        "phone": _phone(facts.phone),
    }


def _save(item: ServiceItem, values: dict[str, Any]) -> ServiceItem:
    for name, value in values.items():
        setattr(item, name, value)
    item.version += 1
    item.save()
    return item


def _line(label: str, text: str, longest: int, *, needed: bool = False) -> str:
    if holds_identity_number(text):
        raise Refused("identity_number", _("请勿填写身份证号；本系统不保存身份证号。"))
    said = clean_line(text)
    if needed and not said:
        raise Refused("empty", _("“%s”是空的。请填写。") % label)
    if len(said) > longest:
        told = {"label": label, "most": longest}
        raise Refused("too_long", _("“%(label)s”超过 %(most)s 个字。请缩短。") % told)
    return said


def _phone(text: str) -> str:
    """The number of a window: an office's, since everybody is told it."""
    try:
        said = read_phone(text)
    except ValueError as error:
        raise Refused("phone_wrong", f"{error}。") from error
    if MOBILE.fullmatch(said):
        text = _("窗口电话会公开，不能用手机号 %s。请填办公电话。")
        raise Refused("phone_personal", text % said)
    return said


def _check_days(since: datetime.date, until: datetime.date | None) -> None:
    if until is not None and until < since:
        text = _("停用日期 %(until)s 早于启用日期 %(since)s。请改正日期。")
        raise Refused("days_wrong", text % {"until": until, "since": since})


def _overlap(other: LocalRule, since: datetime.date, until: datetime.date | None) -> bool:
    begins_before = until is None or other.since < until
    return begins_before and (other.until is None or other.until > max(since, other.since))


def _in_the_way(rule: LocalRule, place: Place, since: datetime.date) -> LocalRule | None:
    """A rule of the place for the same item in the same days."""
    others = LocalRule.objects.filter(item=rule.item_id, place=place).exclude(pk=rule.pk)
    return next((one for one in others if _overlap(one, since, rule.until)), None)


def _content(rule: LocalRule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in ("offered", "handled_at", "phone", "note")}
