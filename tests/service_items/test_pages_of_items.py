"""What residents, members and those who keep the list see of it, and how it is kept."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communities.service_items.kinds import ListType
from communities.service_items.models import LocalRule, ServiceItem
from fixtures.services import store_services
from gis_core.accounts.roles import Role
from grids.staffing.models import Roster
from layers.exporting.tables import write_csv
from layers.pages.services.exporting import HEADINGS, list_rows
from tests.pages.furnishing import furnish
from tests.service_items.items import codes, item, rule
from tests.staffing.cast import LAST_WEEK, TODAY
from tests.world import World, appoint, person

pytestmark = pytest.mark.django_db
HERE = "/services/629931/"


@pytest.fixture
def town(world: World) -> World:
    furnish(world)
    return world


def browser(world: World, role: Role, place: object) -> Client:
    user = person(f"{role.value.lower()}-keeps")
    appoint(user, role, place)  # type: ignore[arg-type]
    client = Client()
    client.force_login(user)
    return client


def public(world: World, at: int = 0, query: str = "") -> str:
    answer = Client().get(f"/find/629931/{world.grids[at].pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def sent(**more: object) -> dict[str, object]:
    known = {"code": "B01", "name": "老年人优待证办理", "list_type": "resident"}
    return {**known, "handled_at": "community", "since": LAST_WEEK.isoformat(), **more}


def test_residents_see_their_grid_s_items_and_what_not_to_ask_for(town: World) -> None:
    one = item(town, days=3, materials="身份证", phone="0939-6210001", basis="本县办法")
    item(town, "N01", "婚姻状况证明", list_type=ListType.NEGATIVE, note="凭结婚证即可")
    rule(one, town.xincheng, offered=False)
    html = public(town)
    for said in ("老年人优待证办理", "3 个工作日", "身份证", "0939-6210001", "本县办法"):
        assert said in html
    assert (
        html.index("老年人优待证办理") < html.index("不用再开的证明") < html.index("凭结婚证即可")
    )
    assert "老年人优待证办理" not in public(town, 2)


def test_a_long_list_is_searched_a_short_one_is_not(town: World) -> None:
    item(town, materials="户口簿")
    assert 'name="service"' not in public(town)
    for number in range(10):
        item(town, f"C{number:02d}", f"事项{number}")
    html = public(town, 0, "?service=户口")
    assert 'name="service"' in html
    assert ("老年人优待证办理" in html, "事项3" in html) == (True, False)
    assert "没有这样的事项" in public(town, 0, "?service=<b>没有")
    assert "<b>" not in public(town, 0, "?service=<b>没有")


def test_a_change_is_seen_at_once_though_blocks_are_kept(town: World) -> None:
    one = item(town)
    assert "老年人优待证办理" in public(town)
    rule(one, town.grids[0], offered=False)
    assert "老年人优待证办理" not in public(town)


def test_names_that_are_markup_run_nothing(town: World) -> None:
    item(town, name="<img src=x onerror=alert(1)>", note="<script>1</script>")
    html = public(town)
    assert ("<img" in html, "<script>1" in html) == (False, False)


def test_the_member_s_page_has_them_too(town: World) -> None:
    store_services(county=town.county)
    phone = Client()
    phone.force_login(town.member)
    html = phone.get("/my/").content.decode()
    assert "高龄津贴申领" in html
    assert html.index('id="services"') < html.index('id="report"')
    assert len(re.findall(r'<details class="services-group', html)) == 5


def test_the_demo_list_says_that_it_is_an_example_and_is_stored_once(town: World) -> None:
    store_services(county=town.county)
    store_services(county=town.county)
    assert ServiceItem.objects.count() == 37
    told = ServiceItem.objects.exclude(list_type="negative").values_list("note", flat=True)
    assert set(told) == {"示例数据，以本县公布的清单为准"}


def test_the_county_enters_changes_and_ends_an_item(town: World) -> None:
    client = Client()
    client.force_login(town.reviewer)
    made = client.post(f"{HERE}new/", sent())["Location"]
    assert codes(town.grids[0]) == ["B01"]
    changed = client.post(made, sent(name="优待证", version=0))
    assert changed.status_code == 302
    stale = client.post(made, sent(name="别的", version=0))
    assert stale.status_code == 409
    assert "已被别人改过" in stale.content.decode()
    assert client.post(made, sent(name="别的")).status_code == 428
    assert client.post(made, sent(version=1, until=TODAY.isoformat())).status_code == 302
    assert codes(town.grids[0]) == []
    assert "老年人优待证办理" in client.get(f"{HERE}?show=gone").content.decode()


def test_a_community_keeps_its_own_items_and_differences_only(town: World) -> None:
    head = browser(town, Role.COMMUNITY_HEAD, town.xincheng)
    whole = item(town, "B09", "全县事项")
    assert head.post(f"{HERE}{whole.pk}/", sent(code="B09", version=0)).status_code == 404
    assert head.post(f"{HERE}new/", sent()).status_code == 422  # in all of the county
    made = head.post(f"{HERE}new/", sent(place=town.xincheng.pk))["Location"]
    assert [codes(grid) for grid in town.grids] == [["B09"], ["B09"], ["B01", "B09"]]
    assert head.post(made, sent(name="改名", version=0)).status_code == 302
    assert not ServiceItem.objects.get(code="B01").everywhere
    different = {"version": 0, "offered": "no", "since": TODAY.isoformat()}
    where = f"{HERE}{whole.pk}/rules/"
    assert head.post(where, {**different, "place": town.changfu.pk}).status_code == 422
    assert head.post(where, {**different, "place": town.grids[2].pk}).status_code == 302
    assert [codes(grid) for grid in town.grids] == [["B09"], ["B09"], ["B01"]]
    made_rule = LocalRule.objects.get(item=whole)
    end = {"version": 0, "on": TODAY.isoformat()}
    assert head.post(f"{HERE}rules/{made_rule.pk}/end/", end).status_code == 302
    assert codes(town.grids[2]) == ["B01", "B09"]


def test_what_is_exported_can_be_imported_again_and_is_harmless(town: World) -> None:
    store_services(county=town.county)
    item(town, "X01", "=HYPERLINK(1)", note="@cmd")
    client = Client()
    client.force_login(town.reviewer)
    body = client.get(f"{HERE}export/csv").content
    assert b"'=HYPERLINK(1)" in body
    assert b",=HYPERLINK" not in body
    ServiceItem.objects.filter(code="X01").update(until=TODAY)
    rows = write_csv(HEADINGS, list_rows(town.county, TODAY))
    file = SimpleUploadedFile("清单.csv", rows)
    where = client.post(f"{HERE}lists/", {"kind": "items", "file": file})["Location"]
    roster = Roster.objects.get()
    assert (where, len(roster.report)) == (f"{HERE}lists/{roster.pk}/", 37)
    assert {line["verdict"] for line in roster.report} == {"known"}


def test_a_list_is_looked_through_taken_over_and_back_on_its_pages(town: World) -> None:
    head = browser(town, Role.COMMUNITY_HEAD, town.xincheng)
    rows = (
        "编码,事项名称,清单类别,办理层级,办理范围\n"
        "B02,助餐,便民,网格,新城社区\n"
        "B03,助浴,便民,网格,长富路社区\n"
    )
    file = SimpleUploadedFile("清单.csv", rows.encode())
    where = head.post(f"{HERE}lists/", {"kind": "items", "file": file})["Location"]
    html = head.get(where).content.decode()
    assert "不在您的辖区" in html
    assert head.post(f"{where}apply/", {"version": 0}).status_code == 422
    said = {"version": 0, "leave_out_refused": "on"}
    assert head.post(f"{where}apply/", said).status_code == 302
    assert codes(town.grids[2]) == ["B02"]
    assert head.post(f"{where}undo/", {"version": 0}).status_code == 409
    assert head.post(f"{where}undo/", {"version": 1}).status_code == 302
    assert codes(town.grids[2]) == []
    assert head.get(f"/staffing/629931/rosters/{Roster.objects.get().pk}/").status_code == 404
    staff = {"kind": "people", "file": SimpleUploadedFile("x.csv", rows.encode())}
    assert head.post(f"{HERE}lists/", staff).status_code == 422
