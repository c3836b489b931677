"""The pages of people and units; who is answered what is asked in tests/permissions."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.staffing.capacities import Capacity, Part
from grids.staffing.models import Coverage, Person, Posting, Roster, StaffingSuggestion, Unit
from grids.staffing.rosters.services import apply_roster
from grids.staffing.services import UnitFacts, add_unit
from layers.pages.staffing.urls import urlpatterns
from tests.staffing.cast import TODAY, cover, post
from tests.staffing.cast import person as somebody_new
from tests.staffing.everything import lay_everything
from tests.world import World, appoint, person

END = {"version": 0, "on": TODAY.isoformat(), "reason": "调整"}


@pytest.fixture
def rows(world: World) -> dict[str, Any]:
    """One of everything, in the first grid of 长富路."""
    laid = lay_everything(world)
    return {**laid, "unit": laid["staff_unit"]}


@pytest.fixture
def people(world: World) -> dict[str, User | None]:
    manager, dispatcher = person("manager"), person("dispatcher")
    appoint(manager, Role.STREET_MANAGER, world.subdistrict)
    appoint(dispatcher, Role.DISPATCHER, world.county)
    return {
        "manager": manager,
        "dispatcher": dispatcher,
        "planner": world.planner,
        "reviewer": world.reviewer,
        "member": world.member,
    }


def address(route: str, world: World, rows: dict[str, Any]) -> str:
    [pattern] = [str(one.pattern) for one in urlpatterns if one.name == route]
    known = {**rows, "county": world.county.code, "table": "people.csv"}
    wanted = {name: known[name] for name in known if f":{name}>" in pattern}
    return reverse(route, kwargs=wanted)


def body(route: str, world: World) -> dict[str, Any]:
    file = SimpleUploadedFile("名册.csv", "网格,姓名,身份\n第一网格,钱一,楼栋长\n".encode())
    grid = world.grids[1].pk
    bodies: dict[str, dict[str, Any]] = {
        "staff_person": {"name": "李秀英", "capacity": "full_time", "version": 0},
        "staff_unit": {"name": "县水务局", "kind": "government", "version": 0},
        "staff_post": {"place": grid, "capacity": "part_time", "first_day": TODAY.isoformat()},
        "rosters": {"kind": "people", "file": file},
        "accept_staffing": {"version": 0, "from_day": TODAY.isoformat()},
    }
    return bodies.get(route, END)


def ask(user: User | None, where: str, sent: dict[str, Any] | None = None) -> HttpResponse:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(where) if sent is None else client.post(where, sent)  # type: ignore[return-value]


def test_a_manager_reaches_no_staff_of_another_subdistrict(
    world: World, rows: dict[str, Any], people: dict[str, User | None]
) -> None:
    appoint(world.stranger, Role.STREET_MANAGER, world.xincheng)
    for route in ("staff_person", "staff_end_posting", "staff_end_coverage", "staff_part"):
        given = ask(world.stranger, address(route, world, rows), body(route, world))
        assert given.status_code == 404, route
    sent = ask(world.stranger, address("staff_post", world, rows), body("staff_post", world))
    assert sent.status_code == 422  # the grid is not among those to choose from
    assert Posting.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "shown"),
    [("manager", "0939-6210001"), ("dispatcher", "0939-6210001"), ("member", "0939-6210001"),
     ("planner", "093*****0001"), ("reviewer", "093*****0001")],
)  # fmt: skip
def test_phones_are_for_those_who_work_with_them(
    world: World, rows: dict[str, Any], people: dict[str, User | None], who: str, shown: str
) -> None:
    for route in ("staff_person", "staff_people", "staff_export"):
        page = ask(people[who], address(route, world, rows)).content.decode()
        assert shown in page, route
        assert ("6210001" in page) == ("*" not in shown), route
    page = ask(people[who], address("staff_person", world, rows)).content.decode()
    assert ("13800001234" in page) == (who == "manager")
    unit = ask(people[who], reverse("unit", args=[world.county.code, world.grids[0].pk]))
    assert (shown in unit.content.decode(), "李秀英" in unit.content.decode()) == (True, True)


def test_the_stale_the_versionless_and_the_wrong_are_told(
    world: World, rows: dict[str, Any], people: dict[str, User | None]
) -> None:
    where, manager = address("staff_end_posting", world, rows), people["manager"]
    assert ask(manager, where, {**END, "version": 3}).status_code == 409
    assert ask(manager, where, {**END, "version": ""}).status_code == 428
    assert ask(manager, where, {**END, "reason": ""}).status_code == 422
    done = ask(manager, where, END)
    assert done["Location"] == address("staff_person", world, rows)
    again = ask(manager, where, {**END, "version": 1})
    assert (again.status_code, "已经结束" in again.content.decode()) == (422, True)


def test_a_roster_goes_from_file_to_grid_and_back(
    world: World, rows: dict[str, Any], people: dict[str, User | None]
) -> None:
    sent = ask(people["manager"], address("rosters", world, rows), body("rosters", world))
    page = ask(people["manager"], sent["Location"]).content.decode()
    assert "新增 1 行" in page
    roster = Roster.objects.latest("pk")
    where = {"county": world.county.code, "roster": roster.pk}
    ask(people["manager"], reverse("apply_roster", kwargs=where), {"version": 0})
    assert Person.objects.filter(name="钱一").exists()
    assert "撤回这次导入" in ask(people["manager"], sent["Location"]).content.decode()
    ask(people["manager"], reverse("undo_roster", kwargs=where), {"version": 1})
    roster.refresh_from_db()
    assert roster.state == "undone"


@pytest.mark.parametrize("file", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a,b\n1,2\n", b"\x00"])
def test_a_file_that_is_no_roster_is_told_so(
    world: World, rows: dict[str, Any], people: dict[str, User | None], file: bytes
) -> None:
    sent = {"kind": "people", "file": SimpleUploadedFile("x.xlsx", file)}
    given = ask(people["reviewer"], address("rosters", world, rows), sent)
    assert (given.status_code, "field-error" in given.content.decode()) == (422, True)


def test_an_applied_roster_is_shown_with_its_rows(
    world: World, rows: dict[str, Any], people: dict[str, User | None]
) -> None:
    roster = Roster.objects.get()
    apply_roster(roster=roster, person=world.reviewer, seen_version=0)
    page = ask(people["reviewer"], address("roster", world, rows)).content.decode()
    assert "钱一 · 楼栋长 → 第一网格" in page


def test_what_is_accepted_is_the_staff_of_the_county(
    world: World, rows: dict[str, Any], people: dict[str, User | None]
) -> None:
    page = ask(people["reviewer"], address("staffing_suggestion", world, rows)).content.decode()
    assert "已证明最优" in page
    assert "总代价多" in page
    body_sent = body("accept_staffing", world)
    ask(people["reviewer"], address("accept_staffing", world, rows), body_sent)
    assert StaffingSuggestion.objects.get().state == "accepted"
    listed = ask(people["reviewer"], address("staff", world, rows)).content.decode()
    for name in ("李秀英", "王建国", "赵警官"):
        assert name in listed
    assert Coverage.objects.filter(valid__upper_inf=True, part="lead").count() == 3
    assert Unit.objects.count() == 2


def test_an_export_of_phones_is_written_down_and_marked(
    world: World, rows: dict[str, Any], people: dict[str, User | None]
) -> None:
    import io

    from openpyxl import load_workbook

    from grids.staffing.models import StaffExport

    where = address("staff_phones", world, rows)
    assert ask(people["manager"], where, {"purpose": " "}).status_code == 422
    given = ask(people["manager"], where, {"purpose": "应急值班"})
    book = load_workbook(io.BytesIO(given.content))
    cells = [str(cell.value) for sheet in book for row in sheet.rows for cell in row]
    assert "0939-6210001" in cells
    assert "13800001234" not in cells
    assert any("应急值班" in cell and "manager" in cell for cell in cells)
    assert StaffExport.objects.get().purpose == "应急值班"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("name", ["people", "units", "gaps"])
def test_tables_go_out_as_files(world: World, rows: dict[str, Any], name: str, kind: str) -> None:
    table = f"{name}.{kind}"
    where = reverse("staff_export", args=[world.county.code, table])
    given = ask(world.planner, where)
    assert given["Cache-Control"] == "private, no-store"
    assert table in given["Content-Disposition"]
    assert ask(world.planner, where.replace(table, f"x{table}")).status_code == 404


def test_names_of_strangers_are_escaped(world: World, rows: dict[str, Any]) -> None:
    evil = "<script>alert(1)</script>"
    somebody = Person.objects.create(county=world.county, name=evil, capacity="part_time")
    post(somebody, world.grids[0])
    for route in ("staff", "staff_people"):
        page = ask(world.planner, address(route, world, rows)).content.decode()
        assert evil not in page
        assert "&lt;script&gt;" in page


def test_a_phone_that_is_not_seen_is_kept_by_a_correction(
    world: World, rows: dict[str, Any], people: dict[str, User | None]
) -> None:
    for route in ("staff_person", "staff_unit"):
        ask(people["reviewer"], address(route, world, rows), body(route, world))
    somebody = Person.objects.get(pk=rows["person"])
    assert (somebody.version, somebody.duty_phone) == (1, "0939-6210001")
    assert somebody.personal_phone == "13800001234"
    assert Unit.objects.get(pk=rows["unit"]).contact_phone == "0939-6210110"
    sent = {**body("staff_person", world), "version": 1, "duty_phone": "0939-6210002"}
    ask(people["reviewer"], address("staff_person", world, rows), sent)
    assert Person.objects.get(pk=rows["person"]).duty_phone == "0939-6210002"


@pytest.mark.parametrize(
    "route", ["staff", "staff_map", "staff_people", "staff_units", "staff_gaps"]
)
def test_more_staff_asks_the_database_no_more(
    world: World, rows: dict[str, Any], route: str
) -> None:
    where, client = address(route, world, rows), Client()
    client.force_login(world.planner)
    client.get(where)
    counts = []
    for more in ("甲", "乙"):
        with CaptureQueriesContext(connection) as asked:
            client.get(where)
        counts.append(len(asked))
        for number in range(5):
            facts = UnitFacts(name=f"{more}{number}")
            unit = add_unit(county=world.county, facts=facts)
            cover(unit, world.grids[number % 3], Part.SUPPORT)
            somebody = somebody_new(world, f"{more}{number}", Capacity.PART_TIME)
            post(somebody, world.grids[number % 3])
    assert counts[0] == counts[1]
