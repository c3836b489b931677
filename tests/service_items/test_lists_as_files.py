"""Lists of items as files: every row judged, all or nothing, taken back; each keeps their own."""

from pathlib import Path
from typing import Any

import pytest

from communities.service_items.models import LocalRule, ServiceItem
from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from gis_core.jobs.services import run_job
from grids.proposals.drafting.refusals import Refused
from grids.staffing.models import Roster
from grids.staffing.rosters.services import apply_roster, ask_to_apply, look_at_roster, undo_roster
from tests.service_items.items import codes, item, rule
from tests.service_items.items import item as add
from tests.staffing.cast import TODAY
from tests.staffing.files import table, workbook
from tests.world import World, appoint, person

pytestmark = pytest.mark.django_db
COLUMNS = [
    "编码", "事项名称", "清单类别", "办理层级", "办理范围", "不办理的地点", "承诺时限", "窗口电话",
    "依据", "停用日期",
]  # fmt: skip
GOOD: list[Any] = ["B01", "高龄津贴申领", "便民服务", "社区", "", "", "3个工作日", "", "", ""]
HERE: list[Any] = ["B02", "为老助餐", "便民", "网格", "新城社区", "", "当场办结", "", "", ""]


def look(world: World, path: Path, **values: Any) -> Roster:
    return look_at_roster(
        county=world.county, path=path, file_name=path.name, kind=Roster.Kind.ITEMS,
        person=world.reviewer, **values,
    )  # fmt: skip


def take(roster: Roster, world: World, **values: Any) -> Roster:
    return apply_roster(roster=roster, person=world.reviewer, seen_version=roster.version, **values)


def verdicts(roster: Roster) -> list[str]:
    return [line["verdict"] for line in roster.report]


def test_looking_writes_nothing_and_taking_over_writes_all(world: World, tmp_path: Path) -> None:
    roster = look(world, workbook(tmp_path, COLUMNS, [GOOD, HERE]))
    assert (verdicts(roster), ServiceItem.objects.count()) == (["new", "new"], 0)
    take(roster, world)
    assert [codes(grid) for grid in world.grids] == [["B01"], ["B01"], ["B01", "B02"]]
    assert list(ServiceItem.objects.values_list("days", flat=True)) == [3, 0]


def test_a_list_taken_again_changes_what_changed_and_nothing_else(
    world: World, tmp_path: Path
) -> None:
    take(look(world, table(tmp_path, COLUMNS, [GOOD, HERE])), world)
    again = [[*GOOD[:6], "5", *GOOD[7:]], HERE, ["B03", *GOOD[1:]]]
    roster = look(world, table(tmp_path, COLUMNS, again))
    assert verdicts(roster) == ["changed", "known", "new"]
    take(roster, world)
    assert list(ServiceItem.objects.values_list("days", "version")) == [(5, 1), (0, 0), (3, 0)]
    assert LocalRule.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ((0, ""), "“编码”是空的"),
        ((1, "=HYPERLINK(1)"), "是公式"),
        ((2, "黑名单"), "“黑名单”不认识；请填：便民服务"),
        ((3, "月球"), "“办理层级”“月球”不认识"),
        ((4, "没有这个社区"), "不是现行街道（镇）、社区或网格"),
        ((6, "尽快"), "“尽快”不是工作日数"),
        ((6, "999"), "0 至 400 个工作日"),
        ((7, "13900001111"), "不能用手机号"),
        ((8, "629931199001011234"), "身份证号"),
        ((9, "2020-01-01"), "早于启用日期"),
    ],
)
def test_a_row_is_refused_with_its_column_and_how_to_mend_it(
    world: World, tmp_path: Path, wrong: tuple[int, str], said: str
) -> None:
    row = list(GOOD)
    row[wrong[0]] = wrong[1]
    [good, bad] = look(world, workbook(tmp_path, COLUMNS, [["B00", *GOOD[1:]], row])).report
    assert (good["verdict"], bad["verdict"]) == ("new", "refused")
    assert said in bad["text"]


def test_refused_rows_hold_the_list_up_until_they_are_left_out(
    world: World, tmp_path: Path
) -> None:
    roster = look(world, workbook(tmp_path, COLUMNS, [GOOD, ["B01", *HERE[1:4], "无此地"]]))
    with pytest.raises(Refused, match="有 1 行不能导入"):
        take(roster, world)
    assert not ServiceItem.objects.exists()
    take(roster, world, leave_out_refused=True)
    assert ServiceItem.objects.get().name == "高龄津贴申领"


def test_who_keeps_a_community_s_list_touches_no_other(world: World, tmp_path: Path) -> None:
    item(world, "B09", "全县事项")
    own = frozenset([world.xincheng.pk, world.grids[2].pk])
    rows = [
        GOOD,
        HERE,
        [*HERE[:4], "长富路社区"],
        ["B09", "改了名", *GOOD[2:]],
        ["B09", "全县事项", "便民服务", "社区", "", "新城社区"],
    ]
    roster = look(world, workbook(tmp_path, COLUMNS, rows), places=own)
    assert verdicts(roster) == ["refused", "new", "refused", "refused", "changed"]
    told = [line["text"] for line in roster.report]
    assert "全县通办的事项由县里维护" in told[0]
    assert "不在您的辖区" in told[2]
    assert "不由您维护" in told[3]


def test_taking_back_ends_what_began_and_gives_back_what_was(world: World, tmp_path: Path) -> None:
    before = add(world, "B01", "高龄津贴", days=9, fee="10元")
    rows = [GOOD, HERE, ["B03", *GOOD[1:]]]
    done = take(look(world, workbook(tmp_path, COLUMNS, rows)), world)
    assert ServiceItem.objects.get(code="B01").days == 3
    undo_roster(roster=done, seen_version=done.version)
    back = ServiceItem.objects.get(code="B01")
    assert (back.name, back.days, back.fee) == ("高龄津贴", 9, "10元")
    assert (back.since, back.until) == (before.since, None)
    assert codes(world.grids[2]) == ["B01"]
    again = take(look(world, workbook(tmp_path, COLUMNS, rows)), world)
    assert (again.pk != done.pk, codes(world.grids[2])) == (True, ["B01", "B02", "B03"])


def test_what_later_work_stands_on_is_not_taken_back(world: World, tmp_path: Path) -> None:
    done = take(look(world, workbook(tmp_path, COLUMNS, [GOOD, HERE])), world)
    rule(ServiceItem.objects.get(code="B01"), world.changfu, offered=False, since=TODAY)
    with pytest.raises(Refused, match="又有变动"):
        undo_roster(roster=done, seen_version=done.version)
    assert codes(world.grids[2]) == ["B01", "B02"]


def test_merged_and_repeated_cells_are_told(world: World, tmp_path: Path) -> None:
    rows = [GOOD, [None, *HERE[1:]]]
    roster = look(world, workbook(tmp_path, COLUMNS, rows, merged="A2:A3"))
    assert "请取消合并" in roster.report[1]["text"]


def test_numbers_may_be_numbers(world: World, tmp_path: Path) -> None:
    take(look(world, workbook(tmp_path, COLUMNS, [[101, *GOOD[1:6], 3, 96221234]])), world)
    made = ServiceItem.objects.get()
    assert (made.code, made.days, made.phone) == ("101", 3, "96221234")


def test_a_long_list_is_a_job_s_with_the_rights_of_who_sent_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grids.staffing.rosters.services.LARGE", 1)
    head, path = person("head"), workbook(tmp_path, COLUMNS, [GOOD, HERE])
    rights = appoint(head, Role.COMMUNITY_HEAD, world.xincheng)
    asked = _send_long(world, path, head)
    rights.delete()
    run_job.call(str(asked.job_id))
    assert not ServiceItem.objects.exists()
    appoint(head, Role.COMMUNITY_HEAD, world.xincheng)
    run_job.call(str(_send_long(world, path, head).job_id))
    assert codes(world.grids[2]) == ["B02"]


def _send_long(world: World, path: Path, head: User) -> Roster:
    """Looked through by one job, the other asked for."""
    roster = look_at_roster(
        county=world.county, path=path, file_name=path.name, kind=Roster.Kind.ITEMS, person=head
    )
    assert (roster.state, roster.report) == ("reading", [])
    run_job.call(str(roster.job_id))
    roster.refresh_from_db()
    assert verdicts(roster) == ["refused", "new"]
    return ask_to_apply(
        roster=roster, person=head, seen_version=roster.version, leave_out_refused=True
    )
