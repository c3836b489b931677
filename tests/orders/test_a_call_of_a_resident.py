"""What anybody may send without an account, and what nobody may."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.basemap.models import Building
from grids.calls.models import Caller
from grids.calls.services import MOST_BY_ADDRESS
from grids.dispatch.models import Order
from grids.dispatch.states import State
from layers.pages.views.orders_public import MOST_SENT
from tests.dispatch.cast import Whistle, lead_to
from tests.notices.town import HOSTILE


def where_to(whistle: Whistle, **at: Any) -> str:
    address = reverse("make_call", args=[whistle.world.county.code])
    building = at.get("at", Building.objects.get(address="人民路1号").pk)
    return f"{address}?at={building}"


def call(client: Client, whistle: Whistle, key: str = "call-0001", **said: Any) -> Any:
    body = {"key": key, "category": whistle.category.pk, "text": "垃圾桶满了两天", **said}
    return client.post(where_to(whistle), body)


def test_a_call_becomes_an_order_at_its_place_for_the_street_to_look_at(
    client: Client, whistle: Whistle
) -> None:
    answered = call(client, whistle, contact_phone="0939-6210999")
    order = Order.objects.get()
    assert answered.headers["Location"].endswith(f"/call/{order.token}/")
    assert (order.source, order.state) == ("resident", State.DRAFT)
    assert (order.grid_id, order.unit_id) == (whistle.world.grids[0].pk, whistle.bureau.pk)
    own = client.get(answered.headers["Location"])
    assert "社区和街道正在看" in own.content.decode()
    assert own.headers["Cache-Control"] == "no-store"
    assert "script-src" not in own.headers["Content-Security-Policy"]


def test_the_same_call_sent_twice_is_one(client: Client, whistle: Whistle) -> None:
    first, second = call(client, whistle), call(client, whistle)
    assert first.headers["Location"] == second.headers["Location"]
    assert (Order.objects.count(), Caller.objects.count()) == (1, 1)


def test_many_from_one_address_are_too_many(client: Client, whistle: Whistle) -> None:
    most = MOST_BY_ADDRESS[0][1]
    for number in range(most):
        assert call(client, whistle, key=f"call-{number:04d}").status_code == 302
    refused = call(client, whistle, key="one-too-many")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "3600"
    assert "垃圾桶满了两天" in refused.content.decode()
    assert Order.objects.count() == most
    assert call(client, whistle, key="call-0000").status_code == 302  # it was sent already
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert call(elsewhere, whistle, key="from-elsewhere").status_code == 302


@pytest.mark.parametrize("text", [HOSTILE, "=cmd|' /C calc'!A0", "{{ 7|add:7 }} \u202e倒着写"])
def test_hostile_text_runs_nowhere(client: Client, whistle: Whistle, text: str) -> None:
    answered = call(client, whistle, text=text, contact_name=text[:40])
    assert answered.status_code == 302
    order, code = Order.objects.get(), whistle.world.county.code
    shown = client.get(reverse("call", args=[code, order.token])).content.decode()
    client.force_login(whistle.people["arbiter"])
    inside = client.get(reverse("order", args=[code, order.number])).content.decode()
    for text_of_page in (shown, inside):
        assert "<script>alert" not in text_of_page
        assert "onerror=alert(2)>" not in text_of_page
        assert "\u202e" not in text_of_page


@pytest.mark.parametrize(
    "said",
    [
        {"text": ""},
        {"text": "。！\u200b"},
        {"text": "太长" * 300},
        {"text": "身份证 62272219900307123X"},
        {"category": "999999"},
        {"category": "x"},
        {"contact_phone": "打给我"},
        {"key": ""},
        {"key": "短"},
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(
    client: Client, whistle: Whistle, said: dict[str, str]
) -> None:
    assert call(client, whistle, **said).status_code == 422
    assert not Order.objects.exists()
    assert not Caller.objects.exists()


def test_a_place_that_is_none_is_asked_for_again(client: Client, whistle: Whistle) -> None:
    for at in ("", "0", "9" * 30, "-1", "٣"):
        body = {"key": "call-0001", "category": whistle.category.pk, "text": "路灯不亮了"}
        answered = client.post(where_to(whistle, at=at), body)
        assert answered.status_code == 422
        assert "请先查到地点" in answered.content.decode()
        assert "路灯不亮了" in answered.content.decode()
    assert client.get("/find/629999/call/").status_code == 404
    assert client.post(where_to(whistle), {"text": "很长" * 40_000}).status_code == 422
    large = {"CONTENT_LENGTH": str(MOST_SENT + 1)}
    assert client.post(where_to(whistle), {"text": "路灯"}, **large).status_code == 413  # type: ignore[arg-type]


def test_only_the_caller_finds_their_page_and_only_calls_have_one(
    client: Client, whistle: Whistle
) -> None:
    officers = lead_to(whistle, State.ISSUED)
    code = whistle.world.county.code
    for token in (officers.token, "x" * 32, officers.number):
        assert client.get(reverse("call", args=[code, token])).status_code == 404


def test_a_resident_rates_what_was_verified_once_and_may_say_it_is_not_solved(
    client: Client, whistle: Whistle
) -> None:
    call(client, whistle)
    order = Order.objects.get()
    own = reverse("call", args=[whistle.world.county.code, order.token])
    said = {"score": 1, "solved": "no", "words": "还是满的"}
    early = client.post(own, {**said, "version": order.version})
    assert "还没有核实" in early.content.decode()
    order = lead_to(whistle, State.VERIFIED, order)
    wordless = client.post(own, {**said, "words": "", "version": order.version})
    assert "请写明还有什么没有解决" in wordless.content.decode()
    assert client.post(own, {**said, "version": order.version - 1}).status_code == 409
    assert client.post(own, {**said, "version": order.version}).status_code == 302
    shown = client.get(own).content.decode()
    assert "没有解决：还是满的" in shown
    assert "提交评价" not in shown
    order.refresh_from_db()
    again = client.post(own, {**said, "version": order.version})
    assert "还没有核实" in again.content.decode()  # it is being done again
    assert (order.state, order.reopened) == (State.RESOLVING, 1)
