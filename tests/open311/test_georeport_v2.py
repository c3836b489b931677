"""GeoReport v2 as its specification has it (wiki.open311.org/GeoReport_v2), in both formats."""

import datetime
import json
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from grids.dispatch.models import Order
from grids.dispatch.services import install_defaults
from grids.dispatch.states import Source, State
from layers.open311 import access
from layers.open311.keys import end_key, issue_key
from layers.open311.models import ApiKey, Request
from tests.at_once import at_once
from tests.dispatch.cast import Whistle, report, set_up
from tests.world import World, build, lonlat, make_world

HERE = "?jurisdiction_id=629931"
OF_A_REQUEST = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip


@pytest.fixture
def whistle(world: World) -> Whistle:
    return set_up(world)


@pytest.fixture
def key(whistle: Whistle) -> str:
    return issue_key(county=whistle.world.county, client="数字城管")[1]


def get(what: str) -> Any:
    return Client(enforce_csrf_checks=True).get(f"/open311/v2/{what}")


def post(key: str, form: str = "json", headers: dict[str, str] | None = None, **said: str) -> Any:
    lon, lat = lonlat(200, 500)
    values = {
        "jurisdiction_id": "629931", "api_key": key, "service_code": "sanitation",
        "lat": str(lat), "long": str(lon), "description": "垃圾无人清运", **said,
    }  # fmt: skip
    sent = {name: value for name, value in values.items() if value != "-"}
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/open311/v2/requests.{form}", sent, headers=headers or {})


def test_services_are_the_categories_in_both_formats(whistle: Whistle) -> None:
    told = json.loads(get(f"services.json{HERE}").content)
    answer = get(f"services.xml{HERE}")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    services = fromstring(answer.content)
    assert services.tag == "services"
    assert [one.findtext("service_code") for one in services.findall("service")] == [
        one["service_code"] for one in told
    ]
    assert told[0]["service_name"] == "环境卫生"
    assert services[0].findtext("metadata") == "false"
    assert get(f"services/sanitation.json{HERE}").status_code == 200
    assert get(f"services/nothing.json{HERE}").status_code == 404


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_request_becomes_an_order_where_it_lies(whistle: Whistle, key: str, form: str) -> None:
    answer = post(key, form)
    assert answer.status_code == 201
    number = (
        json.loads(answer.content)[0]["service_request_id"]
        if form == "json"
        else fromstring(answer.content).findtext("request/service_request_id")
    )
    order = Order.objects.get(number=number)
    assert (order.source, order.unit, order.grid_id) == (
        Source.OPEN311,
        whistle.bureau,
        whistle.world.grids[0].pk,
    )
    [row] = json.loads(get(f"requests/{number}.json{HERE}&api_key={key}").content)
    assert set(row) == OF_A_REQUEST
    assert (row["status"], row["description"]) == ("open", "垃圾无人清运")
    shown = fromstring(get(f"requests/{number}.xml{HERE}").content)
    assert {one.tag for one in shown.find("request") or []} == OF_A_REQUEST
    token = json.loads(get(f"tokens/{number}.json{HERE}").content)
    assert token == [{"service_request_id": number, "token": number}]


def test_sent_again_it_is_the_same_order(whistle: Whistle, key: str) -> None:
    assert post(key).content == post(key).content
    assert Order.objects.count() == 1
    named = {"Idempotency-Key": "call-7"}
    assert post(key, headers=named).content == post(key, headers=named, description="x").content
    assert Order.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"api_key": "-"}, 403),
        ({"api_key": "wrong\x00"}, 403),
        ({"jurisdiction_id": "629999"}, 404),
        ({"service_code": "-"}, 400),
        ({"service_code": "nothing"}, 404),
        ({"lat": "-"}, 400),
        ({"lat": "nan"}, 400),
        ({"long": "1e400"}, 400),
        ({"lat": "0", "long": "0"}, 400),
        ({"phone": "not a phone"}, 400),
        ({"description": "字" * 2001}, 400),
        ({"description": "我的身份证号 11010519491231002X"}, 400),
    ],
)
def test_what_is_wrong_is_refused_with_its_code(
    whistle: Whistle, key: str, said: dict[str, str], status: int
) -> None:
    for form in ("json", "xml"):
        answer = post(key, form, None, **said)
        assert answer.status_code == status
        if form == "json":
            [error] = json.loads(answer.content)
            assert (error["code"], bool(error["description"])) == (status, True)
        else:
            assert fromstring(answer.content).findtext("error/code") == str(status)
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        "start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z",
        "start_date=2026-06-01T00:00:00Z&end_date=2026-05-01T00:00:00Z",
        "start_date=2026-01-01T00:00:00",
        "start_date=0001-01-01T00:00:00Z",
        "start_date=yesterday",
        "status=half",
        "page_size=1001",
        "page=0",
        "page=²",
    ],
)
def test_what_cannot_be_asked_is_a_400(whistle: Whistle, asked: str) -> None:
    assert get(f"requests.json{HERE}&{asked}").status_code == 400


def test_requests_are_found_by_time_state_service_and_page(whistle: Whistle, key: str) -> None:
    for number in range(3):
        post(key, description=f"第 {number} 件")
    post(key, service_code="roads")
    ended = Order.objects.filter(category__code="roads")
    ended.update(state=State.VOID, ended_at=timezone.now())

    def found(asked: str) -> int:
        return len(json.loads(get(f"requests.json{HERE}&{asked}").content))

    assert (found("status=open"), found("status=closed"), found("status=open,closed")) == (3, 1, 4)
    assert (found("service_code=roads"), found("page_size=3"), found("page_size=3&page=2")) == (
        (1, 3, 1)
    )
    later = (timezone.now() + datetime.timedelta(days=1)).isoformat().replace("+", "%2B")
    assert found(f"start_date={later}") == 0


def test_nobody_reads_of_other_orders_or_of_people(whistle: Whistle, key: str) -> None:
    inside = report(whistle)
    post(key, description="王大妈家漏水", phone="13912345678", last_name="王")
    page = get(f"requests.json{HERE}").content.decode()
    assert inside.number not in page
    assert not any(told in page for told in ("王", "139", Order.objects.latest("id").token))
    assert get(f"requests/{inside.number}.json{HERE}").status_code == 404


def test_a_key_opens_no_other_county(whistle: Whistle, key: str) -> None:
    elsewhere = make_world("629932")
    install_defaults(county=elsewhere.county)
    assert post(key, jurisdiction_id="629932").status_code == 403
    assert post(key, jurisdiction_id="-").status_code == 400
    post(key)
    number = Order.objects.get().number
    assert get(f"requests/{number}.json?jurisdiction_id=629932").status_code == 404


def test_a_key_is_used_so_often_and_no_more(
    whistle: Whistle, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "MOST_AN_HOUR", 2)
    answers = [post(key, description=f"第 {n} 件").status_code for n in range(3)]
    assert answers == [201, 201, 429]


def test_the_discovery_names_the_endpoint_in_both_formats() -> None:
    [told] = json.loads(get("discovery.json").content)
    assert told["url"] == "http://testserver/open311/v2/"
    assert fromstring(get("discovery.xml").content).findtext("endpoint/url") == told["url"]


def test_an_address_of_one_building_is_enough_and_one_of_several_is_refused(
    whistle: Whistle, key: str
) -> None:
    build(whistle.world, 120, 120, name="1号楼", address="长富路7号")
    build(whistle.world, 180, 120, name="2号楼", address="长富路7号")
    assert post(key, lat="-", long="-", address_string="长富路7号").status_code == 400
    assert post(key, lat="-", long="-", address_string="没有的路").status_code == 400
    assert post(key, lat="-", long="-").status_code == 400
    answer = post(key, lat="-", long="-", address_string="长富路7号 2号楼")
    assert answer.status_code == 201
    order = Order.objects.get()
    assert order.grid_id == whistle.world.grids[0].pk
    assert order.address == "长富路7号 2号楼"


def test_a_picture_is_told_by_its_address(whistle: Whistle, key: str) -> None:
    post(key, media_url="http://127.0.0.1:1/a.jpg")
    assert "照片：http://127.0.0.1:1/a.jpg" in Order.objects.get().text


def test_an_order_says_which_system_sent_it_and_when_it_last_moved(
    whistle: Whistle, key: str
) -> None:
    number = json.loads(post(key).content)[0]["service_request_id"]
    order = Order.objects.get(number=number)
    assert Request.objects.get(order=order).key.client == "数字城管"
    assert ApiKey.objects.get().used_at is not None
    move = order.moves.latest("sequence")
    assert _row(number)["updated_datetime"] == move.at.isoformat(timespec="seconds")


def _row(number: str) -> dict[str, Any]:
    [row] = json.loads(get(f"requests/{number}.json{HERE}").content)
    found: dict[str, Any] = row
    return found


def test_a_key_that_was_ended_or_is_over_opens_nothing(whistle: Whistle, key: str) -> None:
    over, told = issue_key(county=whistle.world.county, client="旧系统")
    ApiKey.objects.filter(pk=over.pk).update(until=datetime.date(2026, 1, 1))
    assert post(told).status_code == 403
    end_key(key=ApiKey.objects.get(client="数字城管"), person=whistle.world.reviewer)
    assert post(key).status_code == 403
    assert not Order.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sent_at_the_same_time_it_is_one_order(whistle: Whistle, key: str) -> None:
    answers = at_once(lambda _thread: post(key).status_code, 8)
    assert answers == [201] * 8
    assert Order.objects.count() == Request.objects.count() == 1


def test_without_a_key_one_network_asks_so_often_a_minute(
    whistle: Whistle, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = timezone.now().replace(second=0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    monkeypatch.setattr(settings, "PUBLIC_QUESTIONS_PER_MINUTE", 2)
    cache.clear()
    asked = [f"services.json{HERE}", f"requests.json{HERE}", f"services.xml{HERE}"]
    assert [get(one).status_code for one in asked] == [200, 200, 429]
    assert get(f"requests.json{HERE}&api_key={key}").status_code == 200
    assert post(key).status_code == 201
    assert get(f"requests.json{HERE}&api_key=wrong").status_code == 403
