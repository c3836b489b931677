"""Rosters: every row judged, all or nothing, once, and taken back while nothing stands on it."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from communities.territory.services import create_place
from gis_core.accounts.models import Level
from gis_core.files.faults import FileRefused
from grids.proposals.drafting.refusals import Refused, Stale
from grids.staffing.capacities import Capacity, Duty, Part, UnitKind
from grids.staffing.models import Coverage, Person, Posting, Roster, Unit
from grids.staffing.periods import on_day
from grids.staffing.rosters.exporting import headings, people_rows, unit_rows
from grids.staffing.rosters.services import (
    apply_roster,
    drop_roster,
    look_at_roster,
    undo_roster,
)
from grids.staffing.services import PersonFacts, change_person, end_posting
from layers.exporting.tables import write_csv, write_workbook
from tests.staffing.cast import TODAY, Cast, cover, person, post
from tests.staffing.files import PEOPLE, UNITS, table, workbook
from tests.world import World

G1, G2 = "629931001001001", "629931001001002"
GOOD = [
    [G1, "钱一", "S1", "", "专职网格员", "13800000001", "2026-01-05"],
    ["第二网格", "孙二", "S2", "县公安局", "政法干警", "0939-6210002", ""],
]


def look(world: World, path: Path, kind: str = "people", **values: Any) -> Roster:
    return look_at_roster(
        county=world.county, path=path, file_name=path.name, kind=Roster.Kind(kind),
        person=world.reviewer, **values,
    )  # fmt: skip


def take(roster: Roster, world: World, **values: Any) -> Roster:
    return apply_roster(roster=roster, person=world.reviewer, seen_version=roster.version, **values)


def verdicts(roster: Roster) -> list[str]:
    return [line["verdict"] for line in roster.report]


def refusal(world: World, folder: Path, row: list[Any], columns: list[str] = PEOPLE) -> str:
    kind = "units" if "单位名称" in columns else "people"
    [line] = look(world, workbook(folder, columns, [row]), kind).report
    assert line["verdict"] == "refused", line
    return str(line["text"])


def test_looking_writes_nothing_and_taking_over_writes_all(
    world: World, cast: Cast, tmp_path: Path
) -> None:
    roster = look(world, workbook(tmp_path, PEOPLE, GOOD))
    assert verdicts(roster) == ["new", "new"]
    assert (Posting.objects.count(), Person.objects.count()) == (0, 3)
    done = take(roster, world)
    assert (done.state, done.rows) == ("applied", [])
    qian = Posting.objects.get(person__name="钱一")
    assert (qian.place, qian.capacity) == (world.grids[0], Capacity.FULL_TIME)
    assert qian.valid.lower == datetime.date(2026, 1, 5)
    sun = Posting.objects.get(person__name="孙二")
    assert (sun.place, sun.person.home_unit, sun.valid.lower) == (
        world.grids[1],
        cast.police,
        TODAY,
    )


def test_units_come_with_duties_and_cover_their_grids(
    world: World, cast: Cast, tmp_path: Path
) -> None:
    rows = [
        [G1, "县水务局", "政府部门", "0939-6210007", "党建、服务群众", "主包"],
        [G2, "县公安局", "", "", "", "协助"],
    ]
    take(look(world, table(tmp_path, UNITS, rows), "units"), world)
    water = Unit.objects.get(name="县水务局")
    assert (water.kind, water.duties) == (UnitKind.GOVERNMENT, [Duty.PARTY_BUILDING, Duty.SERVICE])
    assert Coverage.objects.get(unit=water).part == Part.LEAD
    assert Unit.objects.get(name="县公安局").contact_phone == "0939-6210110"  # empty says nothing


@pytest.mark.parametrize("encoding", ["GB18030", "UTF-8", "utf-8-sig"])
def test_text_files_come_in_any_encoding(
    world: World, cast: Cast, tmp_path: Path, encoding: str
) -> None:
    assert verdicts(look(world, table(tmp_path, PEOPLE, GOOD, encoding))) == ["new", "new"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ((0, "629931001009009"), "“网格”“629931001009009”不是现行网格的代码或名称"),
        ((0, ""), "若是合并单元格，请取消合并"),
        ((1, ""), "“姓名”是空的"),
        ((1, "=A1&B1"), "是公式"),
        ((1, "钱 629931199001011234"), "身份证号"),
        ((3, "县没有局"), "请先导入包抓单位名册"),
        ((4, "保安"), "“保安”不认识；请填：专职网格员"),
        ((5, 9396210001), "开头的 0"),
        ((5, "1.38E+10"), "不是电话号码"),
        ((6, "下周"), "不是日期"),
        ((6, "2026-02-30"), "不是日期"),
    ],
)
def test_a_row_is_refused_with_its_column_and_how_to_mend_it(
    world: World, cast: Cast, tmp_path: Path, wrong: tuple[int, Any], said: str
) -> None:
    row = list(GOOD[0])
    row[wrong[0]] = wrong[1]
    assert said in refusal(world, tmp_path, row)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ((5, "旁观"), "请填：主包、协助"),
        ((2, "帮会"), "“单位类别”“帮会”不认识"),
        ((4, "打牌"), "职责请从这些里选"),
    ],
)
def test_units_are_judged_too(
    world: World, tmp_path: Path, wrong: tuple[int, str], said: str
) -> None:
    row = [G1, "县水务局", "政府部门", "", "", "主包"]
    row[wrong[0]] = wrong[1]
    assert said in refusal(world, tmp_path, row, UNITS)


def test_digits_may_be_full_width_and_phones_numbers(world: World, tmp_path: Path) -> None:
    row = [
        "６２９９３１００１００１００１",
        "钱一",
        "Ｓ１",
        "",
        "专职",
        13800000001,
        "２０２６年１月５日",
    ]
    take(look(world, workbook(tmp_path, PEOPLE, [row])), world)
    made = Person.objects.get()
    assert (made.number, made.duty_phone) == ("S1", "13800000001")
    assert Posting.objects.get().valid.lower == datetime.date(2026, 1, 5)


def test_of_two_full_time_in_one_grid_the_second_is_refused(world: World, tmp_path: Path) -> None:
    second = [G1, "孙二", "S2", "", "专职网格员", "", "2026-01-05"]
    roster = look(world, workbook(tmp_path, PEOPLE, [GOOD[0], second]))
    assert verdicts(roster) == ["new", "refused"]
    assert "已有专职网格员钱一" in roster.report[1]["text"]
    with pytest.raises(Refused, match="有 1 行不能导入"):
        take(roster, world)
    assert Posting.objects.count() == 0
    take(roster, world, leave_out_refused=True)
    assert Posting.objects.get().person.name == "钱一"


def test_a_refused_row_leaves_nobody_behind(world: World, tmp_path: Path) -> None:
    second = [G1, "孙二", "S2", "", "专职网格员", "", "2026-01-05"]
    take(look(world, workbook(tmp_path, PEOPLE, [GOOD[0], second])), world, leave_out_refused=True)
    assert not Person.objects.filter(name="孙二").exists()


def test_merged_cells_are_told(world: World, tmp_path: Path) -> None:
    second = [None, "孙二", "S2", "", "楼栋长", "", ""]
    roster = look(world, workbook(tmp_path, PEOPLE, [GOOD[0], second], merged="A2:A3"))
    assert verdicts(roster) == ["new", "refused"]
    assert "请取消合并" in roster.report[1]["text"]


def test_a_name_that_two_bear_needs_a_number(world: World, tmp_path: Path) -> None:
    person(world, "王建国")
    person(world, "王建国")
    assert "请填工号以区分" in refusal(world, tmp_path, [G1, "王建国", "", "", "专职", "", ""])


def test_a_number_of_somebody_else_is_refused(world: World, tmp_path: Path) -> None:
    person(world, "王建国", number="S1")
    assert "工号 S1 已属于 王建国" in refusal(world, tmp_path, GOOD[0])


def test_a_roster_taken_twice_changes_nothing(world: World, cast: Cast, tmp_path: Path) -> None:
    first = take(look(world, workbook(tmp_path, PEOPLE, GOOD)), world)
    again = take(look(world, workbook(tmp_path, PEOPLE, GOOD)), world)
    assert again.pk == first.pk
    longer = [*GOOD, [G1, "李三", "", "", "楼栋长", "", ""]]
    roster = look(world, workbook(tmp_path, PEOPLE, longer))
    assert verdicts(roster) == ["known", "known", "new"]
    take(roster, world)
    assert Posting.objects.count() == 3


def test_who_is_in_no_grid_yet_is_only_entered(world: World, tmp_path: Path) -> None:
    row = ["无", "钱一", "", "", "专职", "", ""]
    take(look(world, workbook(tmp_path, PEOPLE, [row])), world)
    assert (Person.objects.count(), Posting.objects.count()) == (1, 0)


def test_a_manager_s_roster_reaches_the_own_grids_only(world: World, tmp_path: Path) -> None:
    own = frozenset({world.grids[1].pk})
    roster = look(world, workbook(tmp_path, PEOPLE, [GOOD[0]]), places=own)
    assert "不在您的辖区" in roster.report[0]["text"]


def test_columns_nobody_asked_for_are_not_read(world: World, tmp_path: Path) -> None:
    path = workbook(tmp_path, [*PEOPLE, "身份证号"], [[*GOOD[0], "629931199001011234"]])
    roster = look(world, path)
    assert roster.unused_columns == ["身份证号"]
    assert "629931199001011234" not in str(roster.rows)


def test_a_file_without_its_columns_is_refused_as_a_whole(world: World, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="没有“身份”列"):
        look(world, workbook(tmp_path, ["网格", "姓名"], [[G1, "钱一"]]))


def test_taking_back_ends_what_began_and_gives_back_what_was(
    world: World, cast: Cast, tmp_path: Path
) -> None:
    rows = [[G1, "王建国", "", "", "专职", "13900000009", ""], GOOD[1]]
    done = take(look(world, workbook(tmp_path, PEOPLE, rows)), world)
    assert Person.objects.get(name="王建国").duty_phone == "13900000009"
    undo_roster(roster=done, seen_version=done.version)
    assert not Posting.objects.filter(on_day(TODAY)).exists()
    assert Person.objects.get(name="王建国").duty_phone == ""
    assert Person.objects.get(name="孙二").left_on == TODAY
    again = take(look(world, workbook(tmp_path, PEOPLE, rows)), world)
    assert (again.pk != done.pk, Posting.objects.filter(on_day(TODAY)).count()) == (True, 2)


@pytest.mark.parametrize("later", ["ended", "posted", "changed"])
def test_what_later_work_stands_on_is_not_taken_back(
    world: World, cast: Cast, tmp_path: Path, later: str
) -> None:
    done = take(look(world, workbook(tmp_path, PEOPLE, GOOD)), world)
    sun = Person.objects.get(name="孙二")
    if later == "ended":
        row = Posting.objects.get(person=sun)
        end_posting(posting=row, on=TODAY + datetime.timedelta(1), reason="调走", seen_version=0)
    elif later == "posted":
        post(sun, world.grids[2])
    else:
        facts = PersonFacts(name="孙二", capacity=Capacity.POLITICAL_LEGAL, number="S9")
        change_person(person=sun, facts=facts, seen_version=0)
    with pytest.raises(Refused, match="又有变动"):
        undo_roster(roster=done, seen_version=done.version)
    assert Posting.objects.filter(on_day(TODAY), person__name="钱一").exists()


def test_a_dropped_roster_forgets_its_rows(world: World, tmp_path: Path) -> None:
    roster = look(world, workbook(tmp_path, PEOPLE, [GOOD[0]]))
    dropped = drop_roster(roster=roster, seen_version=0)
    assert (dropped.state, dropped.rows) == ("dropped", [])
    with pytest.raises(Stale):
        take(roster, world)


def test_what_is_exported_can_be_imported_again(world: World, cast: Cast, tmp_path: Path) -> None:
    post(cast.li, world.grids[0])
    post(cast.zhao, world.grids[1], document="清网办〔2026〕3号")
    cover(cast.police, world.grids[0])
    told = {cast.li.pk, cast.zhao.pk}
    people = people_rows(world.county, TODAY, told=told)
    path = tmp_path / "people.xlsx"
    path.write_bytes(write_workbook([("人员", headings("people"), people)]))
    assert verdicts(look(world, path)) == ["known", "known"]
    units = tmp_path / "units.csv"
    units.write_bytes(
        write_csv(headings("units"), unit_rows(world.county, TODAY, told={cast.police.pk}))
    )
    assert verdicts(look(world, units, "units")) == ["known"]


def test_an_export_masks_phones_and_is_harmless(world: World, cast: Cast) -> None:
    evil = person(world, "=HYPERLINK(1)")
    post(evil, world.grids[0])
    post(cast.li, world.grids[1])
    text = write_csv(headings("people"), people_rows(world.county, TODAY, told=set())).decode()
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text
    assert "093*****0001" in text
    assert "0939-6210001" not in text
    assert "13800001234" not in text


def test_a_county_without_an_edition_takes_no_roster(tmp_path: Path, db: None) -> None:
    county = create_place(level=Level.COUNTY, county=None, code="629939", name="无版县")
    with pytest.raises(FileRefused, match="还没有版次"):
        look_at_roster(
            county=county, path=workbook(tmp_path, PEOPLE, GOOD), file_name="x",
            kind=Roster.Kind.PEOPLE, person=None,
        )  # fmt: skip
