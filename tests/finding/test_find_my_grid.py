import datetime
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from communities.basemap.models import Compound
from communities.territory.services import create_place, prepare_edition
from gis_core.accounts.models import Level
from grids.staffing.capacities import Capacity, Part, UnitKind
from grids.staffing.services import UnitFacts, add_unit
from layers.pages.finding.limiting import takes
from tests.pages.furnishing import furnish
from tests.staffing.cast import cover, hire, person, post
from tests.world import World, box, build, draw, lonlat

pytestmark = pytest.mark.django_db
HOME = "/find/629931/"
PHONES = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d)")


@pytest.fixture
def town(world: World) -> World:
    furnish(world)
    compound = Compound.objects.create(
        county=world.county, name="佳苑小区", geom=box(1400, 700, 1600, 900)
    )
    build(world, 1450, 750, name="3号楼", address="新城路 12 号", compound=compound)
    return world


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def found(text: str) -> list[str]:
    """The grids a text leads to, by their links."""
    return re.findall(rf'href="{HOME}([0-9a-f-]{{36}})/"', page(f"{HOME}?q={text}"))


def own(world: World, at: int) -> str:
    return f"{HOME}{world.grids[at].pk}/"


@pytest.mark.parametrize("text", ["佳苑小区", "佳苑小区 3号楼", "新城路 12", "新城第一网格"])
def test_compounds_buildings_addresses_and_grids_lead_to_their_grid(town: World, text: str) -> None:
    assert set(found(text)) == {str(town.grids[2].pk)}


def test_a_position_sent_once_leads_to_the_grid_there(town: World) -> None:
    lon, lat = lonlat(250, 250)
    answer = Client().post(HOME, {"lon": lon, "lat": lat})
    assert (answer.status_code, answer["Location"]) == (302, own(town, 0))


def test_a_position_outside_or_none_is_told_so(town: World) -> None:
    for lon, lat in [("107.0", "35.0"), ("nan", "1"), ("1e400", "35"), ("", "")]:
        answer = Client().post(HOME, {"lon": lon, "lat": lat})
        assert answer.status_code == 422
        assert "不在本县任何网格内" in answer.content.decode()


def test_only_duty_lines_are_told_and_residents_are_counted_not_named(town: World) -> None:
    cast, grid = hire(town), town.grids[0]
    own_number = person(town, "钱自用", duty_phone="13900002222", personal_phone="13900002222")
    police = person(
        town, "孙警官", Capacity.POLITICAL_LEGAL, duty_phone="13900003333", home_unit=cast.police
    )
    head = person(town, "邻居吴", Capacity.BUILDING_HEAD, duty_phone="13900004444")
    post(own_number, grid, capacity=Capacity.SECONDED_CADRE)
    for one in (cast.li, police, head):
        post(one, grid)
    cover(cast.police, grid)
    mobile = UnitFacts("县林业局", kind=UnitKind.GOVERNMENT, contact_phone="13900005555")
    cover(add_unit(county=town.county, facts=mobile), grid, part=Part.SUPPORT)
    html = page(own(town, 0))
    assert set(PHONES.findall(html)) == {"0939-6210001", "0939-6210110"}
    for name in ("李秀英", "钱自用", "孙警官", "县公安局", "县林业局", "长富路党群服务中心"):
        assert name in html
    assert "邻居吴" not in html
    assert "另有楼栋长和兼职网格员 1 人" in html
    assert "示意图" in html


def test_no_households_and_nothing_of_the_roster_is_told(town: World) -> None:
    build(town, 300, 700, households=73951, name="独栋楼")
    html = page(own(town, 0)) + page(f"{HOME}?q=独栋楼")
    assert "73951" not in re.sub(r'd="[^"]*"|data-b="\d+"|[0-9a-f]{8}-[0-9a-f-]+', "", html)
    assert "户" not in html


def test_the_code_and_the_key_lead_to_the_same_page(town: World) -> None:
    code = page(f"{HOME}{town.grids[0].code}/")
    token = re.compile(r'value="[A-Za-z0-9]{64}"|value="/find/[^"]*"')
    assert token.sub("", code) == token.sub("", page(own(town, 0)))


def test_what_is_not_in_force_is_not_there(town: World) -> None:
    planned = create_place(
        level=Level.GRID, county=town.county, code="629931001001003", name="规划网格"
    )
    draw(prepare_edition(county=town.county, note="二版"), planned, town.changfu, box(0, 0, 9, 9))
    absent = [
        f"{HOME}{planned.pk}/",
        f"{HOME}{planned.code}/",
        f"{HOME}{town.changfu.pk}/",
        f"{HOME}{town.county.code}/",
        f"/find/629999/{town.grids[0].pk}/",
        "/find/629999/",
    ]
    assert {Client().get(path).status_code for path in absent} == {404}
    assert found("规划网格") == []


def test_what_is_no_question_is_told_so(town: World) -> None:
    for text in ("楼", "%00楼楼", "x" * 61, " "):
        assert "请写 2 至 60 个字" in page(f"{HOME}?q={text}")


def test_wildcards_and_markup_are_letters(town: World) -> None:
    for text in ("%25%25", "__", "' OR 1=1", "\\\\", "<script>"):
        html = page(f"{HOME}?q={text}")
        assert "没有找到" in html
        assert "<script>" not in html


def test_names_that_are_markup_run_nothing(town: World) -> None:
    bad = '"><img src=x onerror=alert(1)>'
    town.grids[0].name = f"第一{bad}"
    town.grids[0].save()
    post(person(town, f"李{bad}"[:40]), town.grids[0])
    answer = Client().get(own(town, 0))
    assert b"<img" not in answer.content
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_one_network_asks_so_often_a_minute_and_no_more(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = timezone.now().replace(second=0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    monkeypatch.setattr(settings, "PUBLIC_QUESTIONS_PER_MINUTE", 3)
    cache.clear()
    home, none = f"{HOME}?q=新城", f"{HOME}629931001009009/"
    call = f"{HOME}call/?q=新城"
    asked = [f"{HOME}call/", home, none, own(town, 0), home, own(town, 0), none, call]
    answers = [Client().get(path) for path in asked]
    assert [one.status_code for one in answers] == [200, 200, 404, 200, 429, 429, 429, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert Client().get(HOME).status_code == 200
    assert Client(REMOTE_ADDR="198.51.100.7").get(home).status_code == 200
    noon += datetime.timedelta(minutes=1)
    assert Client().get(home).status_code == 200


def test_the_addresses_of_one_home_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PUBLIC_QUESTIONS_PER_MINUTE", 1)
    cache.clear()
    assert [takes(f"2001:db8:1:2::{at}") for at in (1, 2)] == [True, False]
    assert takes("2001:db8:1:3::1")
