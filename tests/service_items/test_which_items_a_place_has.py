"""Items are offered by level, with exceptions per place; both begin and end on days."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from communities.service_items.kinds import HandledAt, ListType
from communities.service_items.models import LocalRule, ServiceItem
from communities.service_items.queries import items_at, list_at, stamp_of
from communities.service_items.services import (
    add_item,
    add_local_item,
    change_item,
    end_item,
    end_rule,
)
from gis_core.refusals import Refused, Stale, VersionMissing
from tests.service_items.items import codes, facts, item, rule
from tests.staffing.cast import LAST_WEEK, NEXT_WEEK, TODAY
from tests.world import World

pytestmark = pytest.mark.django_db


def test_an_item_of_the_county_is_offered_in_every_grid(world: World) -> None:
    item(world)
    assert [codes(grid) for grid in world.grids] == [["B01"]] * 3
    assert codes(world.county) == codes(world.subdistrict) == ["B01"]


def test_the_nearest_rule_decides(world: World) -> None:
    one = item(world, phone="0939-6210001", note="工作日办理")
    rule(one, world.subdistrict, offered=False)
    rule(one, world.changfu, handled_at=HandledAt.GRID, phone="0939-6210002")
    rule(one, world.grids[1], offered=False)
    assert [codes(grid) for grid in world.grids] == [["B01"], [], []]
    [here] = items_at(world.grids[0], TODAY)
    assert (here.handled_at, here.phone) == (HandledAt.GRID, "0939-6210002")
    assert (here.note, here.place) == ("工作日办理", world.changfu)


def test_an_item_of_one_place_is_offered_there_alone(world: World) -> None:
    add_local_item(place=world.xincheng, facts=facts())
    assert [codes(grid) for grid in world.grids] == [[], [], ["B01"]]


def test_items_and_rules_hold_on_their_days_only(world: World) -> None:
    item(world, "B01", "将来事项", since=NEXT_WEEK)
    item(world, "B02", "过去事项", until=TODAY)
    one = item(world, "B03", "停办事项")
    rule(one, world.changfu, offered=False, since=TODAY, until=NEXT_WEEK)
    grid, day = world.grids[0], datetime.timedelta(days=1)
    assert codes(grid, TODAY - day) == ["B02", "B03"]
    assert codes(grid) == []
    assert codes(grid, NEXT_WEEK) == ["B01", "B03"]


def test_what_is_not_to_be_asked_for_stands_apart(world: World) -> None:
    item(world, "N01", "婚姻状况证明", list_type=ListType.NEGATIVE)
    item(world, "C01", "居住情况证明", list_type=ListType.CERTIFICATE)
    item(world, "B01", "便民")
    found = list_at(world.grids[0], TODAY)
    assert [kind for kind, _offers in found.groups] == [ListType.RESIDENT, ListType.CERTIFICATE]
    assert ([one.item.code for one in found.negative], found.count) == (["N01"], 2)
    assert codes(world.grids[0]) == ["B01", "C01"]


def test_a_stale_write_is_refused_and_so_is_one_without_a_version(world: World) -> None:
    one = item(world)
    changed = change_item(item=one, facts=facts(name="高龄津贴申领"), seen_version=0)
    assert (changed.version, changed.name) == (1, "高龄津贴申领")
    for seen, refusal in ((0, Stale), (None, VersionMissing)):
        with pytest.raises(refusal):
            change_item(item=one, facts=facts(name="别的"), seen_version=seen)
        with pytest.raises(refusal):
            end_item(item=one, on=TODAY, seen_version=seen)
    made = rule(changed, world.changfu, offered=False)
    end_rule(rule=made, on=TODAY, seen_version=0)
    with pytest.raises(Stale):
        end_rule(rule=made, on=TODAY, seen_version=0)


def test_every_write_moves_the_stamp_of_its_county(world: World) -> None:
    seen = [stamp_of(world.county.pk)]
    one = item(world)
    seen.append(stamp_of(world.county.pk))
    made = rule(one, world.changfu)
    seen.append(stamp_of(world.county.pk))
    end_rule(rule=made, on=TODAY, seen_version=0)
    seen.append(stamp_of(world.county.pk))
    end_item(item=one, on=TODAY, seen_version=0)
    seen.append(stamp_of(world.county.pk))
    assert len(set(seen)) == 5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " \u200b "}, "“事项名称”是空的"),
        ({"name": "办" * 81}, "超过 80 个字"),
        ({"code": ""}, "“编码”是空的"),
        ({"days": 401}, "0 至 400 个工作日"),
        ({"days": -1}, "0 至 400 个工作日"),
        ({"phone": "13900001111"}, "不能用手机号"),
        ({"phone": "问门卫"}, "不是电话号码"),
        ({"note": "找 629931199001011234"}, "身份证号"),
        ({"until": LAST_WEEK - datetime.timedelta(days=1)}, "早于启用日期"),
    ],
)
def test_bad_facts_are_refused_in_words(world: World, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        item(world, **wrong)
    assert not ServiceItem.objects.exists()


def test_a_code_names_one_item_for_ever(world: World) -> None:
    one = item(world)
    end_item(item=one, on=TODAY, seen_version=0)
    with pytest.raises(Refused, match="编码 B01 已是“老年人优待证办理”"):
        add_item(county=world.county, facts=facts("Ｂ01", "别的"))


def test_of_two_rules_at_once_for_one_place_the_second_is_refused(world: World) -> None:
    one = item(world)
    rule(one, world.changfu, until=NEXT_WEEK)
    with pytest.raises(Refused, match="已有办法"):
        rule(one, world.changfu, offered=False)
    rule(one, world.changfu, offered=False, since=NEXT_WEEK)
    bad = {"item": one, "place": world.changfu, "offered": True, "since": TODAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalRule.objects.create(**bad)


def test_a_rule_is_for_a_place_of_the_county_that_stands(world: World) -> None:
    one = item(world)
    world.grids[1].abolished = True
    for place, said in ((world.grids[1], "已撤销"), (world.county, "不是本县的")):
        with pytest.raises(Refused, match=said):
            rule(one, place)
