import uuid
from typing import Any

import pytest
from django.test import Client

from communities.basemap.models import Building
from grids.corrections.models import Correction, State
from tests.world import World, lonlat

pytestmark = pytest.mark.django_db


def form(**values: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "fault": "building_missing", "text": "", **values}


def at(x: float, y: float) -> dict[str, float]:
    lon, lat = lonlat(x, y)
    return {"lon": lon, "lat": lat}


def test_the_form_alone_reports_and_comes_back_to_the_list(town: World, phone: Client) -> None:
    building = Building.objects.order_by("pk").first()
    assert building is not None
    said = form(fault="count_wrong", building=building.pk, floors=7)
    where = f"/my/{town.grids[0].pk}/report/"
    assert phone.post(where, said)["Location"] == f"/my/{town.grids[0].pk}/#corrections"
    phone.post(where, said)  # the button pressed twice
    html = phone.get("/my/").content.decode()
    assert Correction.objects.count() == 1
    assert "户数或层数不符" in html
    assert "待核实" in html


def test_a_refused_form_keeps_what_was_written(town: World, phone: Client) -> None:
    said = form(fault="boundary_wrong", text="界线应沿河 & <b>")
    answer = phone.post(f"/my/{town.grids[0].pk}/report/", said)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "请在地图上点出位置" in html
    assert "界线应沿河 &amp; &lt;b&gt;" in html
    assert said["key"] in html


@pytest.mark.parametrize(
    "broken",
    [{"key": "x"}, {"fault": "no"}, {"floors": "1e9"}, {"building": "9" * 30}, {"lon": "nan"}],
)
def test_what_no_form_sends_is_refused(town: World, phone: Client, broken: dict[str, str]) -> None:
    said = {**form(**at(250, 250)), **broken}
    assert phone.post(f"/my/{town.grids[0].pk}/report/", said).status_code == 422
    assert not Correction.objects.exists()


def send(client: Client, world: World, **values: Any) -> Any:
    said = {
        "key": str(uuid.uuid4()),
        "fault": "building_missing",
        "spot": lonlat(250, 250),
        **values,
    }
    where = f"/api/grids/{world.grids[0].pk}/corrections"
    return client.post(where, said, content_type="application/json")


def test_the_script_s_report_is_kept_once_however_often_it_comes(
    town: World, phone: Client
) -> None:
    key = str(uuid.uuid4())
    first, again = send(phone, town, key=key), send(phone, town, key=key)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert send(phone, town, spot=lonlat(1900, 500)).json()["code"] == "pin_far"
    assert Correction.objects.count() == 1


def test_a_report_from_outside_the_grid_s_people_finds_nothing(town: World, client: Client) -> None:
    assert send(client, town).status_code == 401
    client.force_login(town.planner)
    assert send(client, town).status_code == 404


def test_the_planner_sees_the_pin_answers_and_the_member_reads_it(
    town: World, phone: Client, client: Client
) -> None:
    send(phone, town, text="新建了一栋")
    made = Correction.objects.get()
    client.force_login(town.planner)
    (pin,) = client.get(f"/api/counties/{town.county.code}/corrections").json()["features"]
    assert pin["properties"]["text"] == "新建了一栋"
    assert "新建了一栋" in client.get(f"/corrections/{town.county.code}/").content.decode()
    where = f"/corrections/{made.pk}/"
    refused = client.post(where, {"version": 0, "state": "answered", "answer": ""})
    assert refused.status_code == 422
    assert client.post(where, {"state": "done"}).status_code == 428
    said = {"version": 0, "state": "answered", "answer": "下月航拍后补"}
    assert client.post(where, said).status_code == 302
    assert client.post(where, said).status_code == 409
    html = phone.get("/my/").content.decode()
    assert "答复：下月航拍后补" in html
    assert State.ANSWERED.label in html
    assert client.get(f"/api/counties/{town.county.code}/corrections").json()["features"] == []


def test_reports_are_not_for_everybody(town: World, phone: Client, client: Client) -> None:
    send(phone, town)
    made = Correction.objects.get()
    for user, codes in ((town.member, (404, 404, 404)), (town.stranger, (404, 404, 404)),
                        (town.reviewer, (200, 200, 404))):  # fmt: skip
        client.force_login(user)
        given = (
            client.get(f"/corrections/{town.county.code}/").status_code,
            client.get(f"/corrections/{made.pk}/").status_code,
            client.post(f"/corrections/{made.pk}/", {"version": 0, "state": "done"}).status_code,
        )
        assert given == codes
    client.force_login(town.member)
    assert client.get(f"/api/counties/{town.county.code}/corrections").json()["features"] == []
