"""Items of the small county's list."""

from typing import Any

from communities.service_items.kinds import HandledAt, ListType
from communities.service_items.models import LocalRule, ServiceItem
from communities.service_items.queries import items_at
from communities.service_items.services import ItemFacts, RuleFacts, add_item, add_rule
from communities.territory.models import Place
from tests.staffing.cast import LAST_WEEK, TODAY
from tests.world import World


def facts(code: str = "B01", name: str = "老年人优待证办理", **more: Any) -> ItemFacts:
    known = {"list_type": ListType.RESIDENT, "handled_at": HandledAt.COMMUNITY, "since": LAST_WEEK}
    return ItemFacts(code=code, name=name, **{**known, **more})


def item(world: World, *named: str, **more: Any) -> ServiceItem:
    return add_item(county=world.county, facts=facts(*named, **more))


def rule(item: ServiceItem, place: Place, offered: bool = True, **more: Any) -> LocalRule:
    said = RuleFacts(offered=offered, **{"since": LAST_WEEK, **more})
    return add_rule(item=item, place=place, facts=said, seen_version=item.version)


def codes(place: Place, day: Any = TODAY) -> list[str]:
    return [one.item.code for one in items_at(place, day)]
