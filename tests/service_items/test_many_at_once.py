"""Many hands on one list in the same moment: one winner, and nothing twice."""

import pytest

from communities.service_items.models import LocalRule, ServiceItem
from communities.service_items.services import add_item, change_item
from gis_core.refusals import Refused
from tests.at_once import at_once
from tests.service_items.items import facts, item, rule
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_many_adds_a_code_changes_an_item_and_says_what_is_different() -> None:
    world = make_world()
    one = item(world)

    def outcome(do: object) -> str:
        try:
            do()  # type: ignore[operator]
        except Refused as refusal:
            return refusal.code
        return "done"

    def tried(thread: int) -> tuple[str, str, str]:
        added = facts("B02", f"事项{thread}")
        changed = facts(name=f"改名{thread}")
        return (
            outcome(lambda: add_item(county=world.county, facts=added)),
            outcome(lambda: rule(one, world.changfu, offered=False)),
            outcome(lambda: change_item(item=one, facts=changed, seen_version=0)),
        )

    added, ruled, renamed = zip(*at_once(tried, 8), strict=True)
    assert sorted(added) == ["code_taken"] * 7 + ["done"]
    assert (sorted(renamed).count("done"), renamed.count("stale")) == (1, 7)
    assert ruled.count("done") == LocalRule.objects.count() <= 1
    assert set(ruled) <= {"done", "rule_exists", "stale"}
    assert ServiceItem.objects.count() == 2
