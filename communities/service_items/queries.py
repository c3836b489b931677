"""Which items residents of a place can have done on a day, and by what rule."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum

from communities.service_items.kinds import HandledAt, ListType
from communities.service_items.models import LocalRule, ServiceItem, on_day
from communities.territory.models import Boundary, County, Edition, Place
from communities.territory.queries import edition_on, edition_to_plan_on

Stamp = tuple[int, int, int, int]


@dataclass(frozen=True)
class Offered:
    """An item as it is in one place; `place` is where its own rule comes from, if it has one."""

    item: ServiceItem
    handled_at: HandledAt
    phone: str
    note: str
    place: Place | None = None

    def says(self, text: str) -> bool:
        """Whether a text is in what residents read of it."""
        said = (self.item.name, self.item.materials, self.note, self.item.code)
        return any(text.casefold() in one.casefold() for one in said)


@dataclass(frozen=True)
class LocalList:
    """The items of one place by the lists they stand in, and apart what is not to be asked for."""

    groups: tuple[tuple[ListType, tuple[Offered, ...]], ...]
    negative: tuple[Offered, ...]

    def __iter__(self) -> Iterator[Offered]:
        return (one for _kind, offers in self.groups for one in offers)

    @property
    def count(self) -> int:
        return sum(len(offers) for _kind, offers in self.groups)

    def with_text(self, text: str) -> "LocalList":
        """The items that have a text in their name, materials or note."""
        groups = [
            (kind, tuple(one for one in offers if one.says(text))) for kind, offers in self.groups
        ]
        return LocalList(
            groups=tuple(group for group in groups if group[1]),
            negative=tuple(one for one in self.negative if one.says(text)),
        )


def items_at(place: Place, day: datetime.date) -> list[Offered]:
    """What can be had done in a place on a day, by list and code; nothing of the negative list."""
    return list(list_at(place, day))


def list_at(place: Place, day: datetime.date) -> LocalList:
    """The same by lists, with the negative list apart."""
    offers = _offers(place, day)
    groups = [
        (kind, tuple(one for one in offers if one.item.list_type == kind))
        for kind in ListType
        if kind != ListType.NEGATIVE
    ]
    return LocalList(
        groups=tuple(group for group in groups if group[1]),
        negative=tuple(one for one in offers if one.item.is_negative),
    )


def stamp_of(county: UUID) -> Stamp:
    """Four numbers of which one grows with every write to a county's list."""
    items = ServiceItem.objects.filter(county=county).aggregate(n=Count("pk"), v=Sum("version"))
    rules = LocalRule.objects.filter(item__county=county).aggregate(n=Count("pk"), v=Sum("version"))
    return items["n"], items["v"] or 0, rules["n"], rules["v"] or 0


def places_above(place: Place, day: datetime.date) -> list[Place]:
    """A place and those it lies in on a day, the nearest first; the county is not among them."""
    county = County(pk=place.county_key)
    try:
        edition = edition_on(county, day) or edition_to_plan_on(county)
    except Edition.DoesNotExist:
        return [place]
    found: list[Place] = [place]
    rows = Boundary.objects.of_edition(edition).select_related("parent").defer("geom", "geom_3857")
    while (row := rows.filter(place=found[-1]).first()) is not None:
        if row.parent is None or row.parent_id == county.pk:
            break
        found.append(row.parent)
    return found


def _offers(place: Place, day: datetime.date) -> list[Offered]:
    rules = _nearest_rules(place, day)
    items = ServiceItem.objects.filter(on_day(day), county=place.county_key).order_by("code")
    found = (_offer(item, rules.get(item.pk)) for item in items)
    return [one for one in found if one is not None]


def _offer(item: ServiceItem, rule: LocalRule | None) -> Offered | None:
    if rule is None:
        own = Offered(item, HandledAt(item.handled_at), item.phone, item.note)
        return own if item.everywhere else None
    if not rule.offered:
        return None
    return Offered(
        item,
        HandledAt(rule.handled_at or item.handled_at),
        rule.phone or item.phone,
        rule.note or item.note,
        rule.place,
    )


def _nearest_rules(place: Place, day: datetime.date) -> dict[int, LocalRule]:
    """The rule that decides for each item that has one there."""
    above = [one.pk for one in places_above(place, day)]
    rules = LocalRule.objects.filter(on_day(day), place__in=above).select_related("place")
    nearest = sorted(rules, key=lambda rule: above.index(rule.place_id), reverse=True)
    return {rule.item_id: rule for rule in nearest}
