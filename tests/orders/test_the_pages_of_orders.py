"""The board, the list, one order, the settings and the weekly figures, as people ask for them."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from grids.dispatch.models import Category, Keeper, Order
from grids.dispatch.services import change_matrix
from grids.dispatch.states import State
from grids.staffing.models import Unit
from tests.dispatch.cast import Whistle, lead_to, move, report


def page(client: Client, route: str, whistle: Whistle, *more: Any, **asked: str) -> str:
    answered = client.get(reverse(route, args=[whistle.world.county.code, *more]), asked)
    assert answered.status_code == 200
    return answered.content.decode()


def send(client: Client, whistle: Whistle, order: Order, action: str, **said: Any) -> Any:
    where = reverse("order_act", args=[whistle.world.county.code, order.number, action])
    return client.post(where, said)


@pytest.fixture
def arbiter(client: Client, whistle: Whistle) -> Client:
    client.force_login(whistle.people["arbiter"])
    return client


def test_the_board_counts_what_is_late_and_what_nobody_has(
    arbiter: Client, whistle: Whistle
) -> None:
    late, refused = lead_to(whistle, State.SIGNED), lead_to(whistle, State.ISSUED)
    Order.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
    move(whistle, refused, "refuse", "unit", reason="不归我们", unit=whistle.water)
    gap = Category.objects.get(county=whistle.world.county, code="other")
    report(whistle, category=gap, title="无人认领的事")
    seen = page(arbiter, "orders", whistle)
    assert '<div class="is-bad"><dt><a href="/orders/629931/list/?show=late">' in seen
    for group, title in (("late", late.title), ("nobody", "无人认领的事")):
        listed = page(arbiter, "order_list", whistle, show=group)
        assert "共 1 件" in listed
        assert title in listed
    assert "共 1 件" in page(arbiter, "order_list", whistle, show="refused")
    assert 'class="heat"' in seen
    assert f"{whistle.world.grids[0].name}：3 件" in seen


def test_the_list_finds_filters_and_sorts(arbiter: Client, whistle: Whistle) -> None:
    first = report(whistle, title="甲路灯")
    second = report(whistle, x=1500, title="乙井盖")
    assert "共 1 件" in page(arbiter, "order_list", whistle, q="井盖")
    grid = str(whistle.world.grids[2].pk)
    assert first.title not in page(arbiter, "order_list", whistle, grid=grid)
    there = page(arbiter, "order_list", whistle, sort="-number")
    assert there.index(second.title) < there.index(first.title)
    back = page(arbiter, "order_list", whistle, sort="number")
    assert back.index(first.title) < back.index(second.title)
    for nonsense in ({"grid": "x"}, {"unit": "9" * 40}, {"sort": "-due; drop"}, {"page": "-3"}):
        assert "共 2 件" in page(arbiter, "order_list", whistle, **nonsense)
    assert "共 0 件" in page(arbiter, "order_list", whistle, q="%")


def test_who_may_not_is_told_why_in_words(client: Client, whistle: Whistle) -> None:
    order = lead_to(whistle, State.RESOLVED)
    client.force_login(whistle.people["unit"])
    refused = send(client, whistle, order, "verify", version=order.version)
    assert refused.status_code == 403
    assert "由街道（镇）管理、社区负责人办理" in refused.content.decode()
    client.force_login(whistle.people["other"])
    assert send(client, whistle, order, "verify", version=order.version).status_code == 404
    assert send(client, whistle, order, "nothing", version=order.version).status_code == 404


def test_who_was_overtaken_keeps_their_words_and_sees_what_changed(
    client: Client, whistle: Whistle
) -> None:
    order = lead_to(whistle, State.ARRIVED)
    move(whistle, order, "extend", "arbiter", reason="下雨", facts={"days": 2})
    client.force_login(whistle.people["unit"])
    answered = send(client, whistle, order, "plan", version=order.version, reason="明天换灯泡")
    shown = answered.content.decode()
    assert answered.status_code == 409
    assert "与您看到的不同" in shown
    assert "明天换灯泡" in shown
    assert f'name="version" value="{order.version + 1}"' in shown
    assert send(client, whistle, order, "plan", reason="没有版本").status_code == 428
    order.refresh_from_db()
    assert order.state == State.ARRIVED


def test_a_caller_s_phone_is_for_those_who_handle_it(client: Client, whistle: Whistle) -> None:
    order = report(whistle, contact_name="张三丰", contact_phone="0939-6210888")
    told = {}
    Keeper.objects.get(community=whistle.world.changfu)
    for who in ("street", "arbiter", "keeper"):
        client.force_login(whistle.people[who])
        told[who] = page(client, "order", whistle, order.number)
    assert all("0939-6210888" in told[who] for who in ("street", "arbiter"))
    assert "0939-6210888" not in told["keeper"]
    assert "张三丰" not in told["keeper"]


def test_the_matrix_shows_gaps_and_takes_a_cell_with_its_version(
    arbiter: Client, whistle: Whistle
) -> None:
    seen = page(arbiter, "order_matrix", whistle, open=str(whistle.world.changfu.pk))
    assert "第一网格" in seen
    assert "有 24 处（网格 × 类别）没有责任单位" in seen  # eight categories in three grids
    roads = Category.objects.get(county=whistle.world.county, code="roads")
    where = reverse(
        "order_cell", args=[whistle.world.county.code, roads.pk, whistle.world.county.pk]
    )
    said = {"version": roads.version, "lead": whistle.water.pk}
    assert arbiter.post(where, said).status_code == 302
    assert "有 21 处" in page(arbiter, "order_matrix", whistle)
    again = arbiter.post(where, said)
    assert again.status_code == 409
    assert "已被别人改过" in again.content.decode()


def test_the_week_is_counted_and_leaves_as_files_that_run_nothing(
    arbiter: Client, whistle: Whistle
) -> None:
    Unit.objects.filter(pk=whistle.bureau.pk).update(name='=HYPERLINK("http://x","y")')
    done, late = lead_to(whistle, State.RESOLVED), lead_to(whistle, State.RESOLVED)
    late.clocks.filter(stage="resolve").update(due_at=timezone.now() - timedelta(days=1))
    lead_to(whistle, State.SIGNED)
    where = reverse("order_week_file", args=[whistle.world.county.code, "xlsx"])
    sheet = load_workbook(io.BytesIO(arbiter.get(where).content)).active
    assert sheet is not None
    (_heads, row) = sheet.iter_rows(values_only=True)
    assert row == ('\'=HYPERLINK("http://x","y")', 3, 2, 1, 1, 3, 0, 0, 1, 0, 0, 0, None)
    csv = arbiter.get(where.replace("xlsx", "csv")).content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("\"'=HYPERLINK(")
    assert done.number in page(arbiter, "order_list", whistle, show="all")
    for nonsense in ("x", "2026-13-01", "0001-01-01", "9999-12-31"):
        assert arbiter.get(where, {"day": nonsense}).status_code == 404
    before = (timezone.localdate() - timedelta(days=8)).isoformat()
    assert "这一周没有工单" in page(arbiter, "order_week", whistle, day=before)


def test_a_new_order_needs_a_place_and_comes_once(client: Client, whistle: Whistle) -> None:
    client.force_login(whistle.people["street"])
    where = reverse("new_order", args=[whistle.world.county.code])
    said: dict[str, Any] = {
        "key": "page:once-and-only", "kind": whistle.kind.pk, "category": whistle.category.pk,
        "title": "井盖松动",
    }  # fmt: skip
    nowhere = client.post(where, said)
    assert nowhere.status_code == 422
    assert "请先查到地点，或选一个网格" in nowhere.content.decode()
    found = client.get(where, {"q": "人民路 1号"}).content.decode()
    key = found.split("?at=")[1].split('"')[0]
    for _time in range(2):
        assert client.post(f"{where}?at={key}", said).status_code == 302
    order = Order.objects.get()
    assert (order.grid_id, order.source) == (whistle.world.grids[0].pk, "community")


def test_the_matrix_of_another_county_is_not_there(client: Client, whistle: Whistle) -> None:
    client.force_login(whistle.world.stranger)
    change_matrix(
        category=whistle.category, place=whistle.world.changfu, lead=whistle.water,
        seen_version=whistle.category.version,
    )  # fmt: skip
    for route in ("orders", "order_list", "order_week", "order_matrix", "order_kinds"):
        where = reverse(route, args=[whistle.world.county.code])
        assert client.get(where).status_code == 404
