"""Checklist, certificate and lists, as the papers print them."""

import dataclasses
import datetime
from typing import Any

import pytest

from gis_core.accounts.models import Level
from grids.checklist.certificates import Verified
from grids.checklist.lines import Outcome
from grids.packets.contents.model import Contents, Moved
from grids.packets.contents.queries import contents_of
from grids.packets.papers import annexes, letters, listing
from grids.packets.papers.document import Document, Paragraph, Table
from grids.packets.papers.packet import Drawn, packet_of
from grids.packets.papers.wording import legible
from grids.proposals.models import Proposal
from tests.drafts.town import begin
from tests.packets.town import fresh, put_on_record
from tests.review.cast import Cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 10)


@pytest.fixture
def contents(cast: Cast, case: Proposal) -> Contents:
    put_on_record(cast, case)
    return contents_of(fresh(case), DAY)


def table(document: Document, caption: str) -> Table:
    [found] = [one for one in document.blocks if isinstance(one, Table) and one.caption == caption]
    return found


def verified(**values: Any) -> Verified:
    return Verified(
        **{
            "version": 3,
            "alternative": 1,
            "rank": 2,
            "work": "merge",
            "status": "optimal",
            "gap": 0.0,
            "engine": "wangge-partitioning 0.1",
            "input_hash": "a" * 64,
            "units": 200,
            "parts": 2,
            "broken": (),
            "false": (),
            "stated": (),
            "refused": "",
            "apart": 4,
            **values,
        }
    )


def test_the_checklist_has_a_line_for_every_rule_and_says_how_it_stands(
    contents: Contents,
) -> None:
    rows = table(annexes.checklist(contents), "核对清单").rows
    assert [row[1] for row in rows] == [line.label for line in contents.lines]
    told = {row[1]: (row[5], row[6]) for row in rows}
    assert [row[5] for row in rows] == [annexes.standing_of(line) for line in contents.lines]
    unknown = dataclasses.replace(contents.lines[0], outcome=Outcome.NO_DATA, faults=())
    blank = dataclasses.replace(contents, lines=(unknown,))
    assert table(annexes.checklist(blank), "核对清单").rows[0][5] == "无资料"
    assert told["全覆盖"] == ("通过", "—")
    assert "〔豁免：在建。〕" in told["网格规模"][1]


def test_a_waiver_is_told_with_its_unit_and_whether_it_holds(contents: Contents) -> None:
    [row] = table(annexes.checklist(contents), "豁免").rows
    assert (row[0], row[1], row[2], row[5]) == ("网格规模", "第一网格", "在建。", "有效")


def test_a_certificate_is_told_as_it_was_found(contents: Contents) -> None:
    found = (verified(), verified(broken=("too_small",), stated=("torn",), status="feasible"))
    told = dataclasses.replace(contents, certificates=found)
    held, broken = table(annexes.checklist(told), "引擎结果的独立校验").rows
    assert held[:4] == ("第3步：合并社区方案2", "已证明最优", "0.0%", "200")
    assert (held[5], held[6]) == ("成立", "4个单元")
    assert broken[5] == "不成立：too_small；自述未满足：torn"


def test_without_a_certificate_it_says_there_is_none(contents: Contents) -> None:
    texts = [one.text for one in annexes.checklist(contents).blocks if isinstance(one, Paragraph)]
    assert "没有可以独立校验的引擎结果。" in texts


def test_units_that_stay_as_they_are_have_one_line_in_the_comparison(contents: Contents) -> None:
    rows = listing.comparison(contents, Level.GRID).rows
    assert [row[1] for row in rows if row[0] == "第二网格"] == ["不变"]
    assert [row[1] for row in rows if row[0] == "第一网格"] == ["调整前", "调整后"]
    assert [(row[1], row[3]) for row in rows[-2:]] == [("调整前", "2000"), ("调整后", "2000")]


def test_buildings_are_listed_by_where_they_go_and_street(contents: Contents) -> None:
    where = ("新城社区", "新城第一网格", "长富路社区", "第一网格")
    moved = tuple(
        Moved(compound, name, number, 1, households, 3 * households, *where)
        for compound, name, number, households in (
            ("阳光花园", "阳光花园3号楼", "长富路12号", 24),
            ("阳光花园", "4号楼", "长富路14号", 0),
            ("", "粮站", "和平路5号", 2),
            ("", "", "", 0),
        )
    )
    [said, found] = listing.moved_buildings(dataclasses.replace(contents, moved=moved))
    assert isinstance(said, Paragraph)
    assert said.text.startswith("改变所属社区或网格的建筑共4栋。")
    assert isinstance(found, Table)
    assert [row[2:] for row in found.rows] == [
        ("阳光花园", "3号楼（24）、4号楼", "2", "24", "72"),
        ("和平路", "5号粮站（2）", "1", "2", "6"),
        ("（无地址）", "（无号）", "1", "0", "0"),
    ]


def test_too_many_buildings_for_paper_are_counted(
    contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ("新城社区", "", "长富路社区", "")
    moved = tuple(Moved("", "", f"和平路{n}号", 1, 1, 3, *where) for n in range(6))
    monkeypatch.setattr(listing, "MOST_BUILDINGS", 5)
    [said, found] = listing.moved_buildings(dataclasses.replace(contents, moved=moved))
    assert isinstance(said, Paragraph)
    assert "逐栋清单见所附表格" in said.text
    assert isinstance(found, Table)
    assert [row[2:] for row in found.rows] == [("和平路", "6", "6", "18")]


def test_bounds_are_told_of_every_changed_unit_in_the_reply(contents: Contents) -> None:
    bounds = {row.after.number: f"东至{row.name}东路。" for row in contents.units if row.after}
    texts = [one.text for one in letters.reply(contents, bounds).blocks
             if isinstance(one, Paragraph)]  # fmt: skip
    assert any("：东至长富路社区东路；面积" in text for text in texts)
    keys = [one.key for one in packet_of(contents, Drawn(bounds=bounds))]
    assert keys[0] == "request"
    assert "bounds" in keys


def test_a_division_asks_the_county_s_grid_agency(cast: Cast, case: Proposal) -> None:
    division = contents_of(fresh(begin(cast.world)), DAY)
    paper = letters.request(division)
    assert paper.addressee == "清河县网格管理机构"
    assert paper.title == "城关街道办事处关于城关街道网格划分调整的请示"
    assert not [one for one in packet_of(division, Drawn()) if one.key == "comparison-community"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("一\r\n二\r三", "一\n二\n三"), ("\x00\x08\x0b\x1f\x7f\x85\ufffe", ""), ("𠮷\ud800", "𠮷"),
     ("a\u202eb\u2066c\ufeff", "abc"), ("\ue000", "\ue000")],
)  # fmt: skip
def test_only_what_can_be_printed_is(text: str, shown: str) -> None:
    assert legible(text) == shown
