"""A roster from a file to the grids, a suggestion accepted, everywhere without faults."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from gis_core.jobs.services import run_job
from grids.staffing.models import Posting, StaffingSuggestion
from tests.e2e.conftest import Visitor
from tests.e2e.test_everybody_can_use_it import faults
from tests.staffing.cast import hire
from tests.staffing.files import PEOPLE, workbook
from tests.world import World

pytestmark = pytest.mark.browser

OUTLINED = '.staff-map path[stroke="#8a1046"]'
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ROWS = [
    ["第一网格", "钱一", "S1", "", "专职网格员", "0939-6210007", "2026-01-05"],
    ["没有的网格", "孙二", "S2", "", "楼栋长", "", ""],
]


def test_a_roster_is_imported_a_staffing_suggested_and_accepted(
    visitor: Visitor, town: World, tmp_path: Path
) -> None:
    hire(town)
    page = visitor.page
    visitor.enter(town.reviewer)
    page.goto(f"{visitor.server}/staffing/{town.county.code}/")
    assert faults(page) == []
    page.get_by_role("link", name="名册导入").click()
    page.get_by_label("文件（XLSX 或 CSV）").set_input_files(workbook(tmp_path, PEOPLE, ROWS))
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_text("新增 1 行，已有 0 行，不能导入 1 行")).to_be_visible()
    expect(page.get_by_text("不是现行网格的代码或名称")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("alert")).to_contain_text("有 1 行不能导入")
    page.get_by_label("略过不能导入的行").check()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("button", name="撤回这次导入")).to_be_visible()

    page.goto(f"{visitor.server}/staffing/{town.county.code}/suggestions/")
    page.get_by_role("button", name="生成建议").click()
    expect(page.get_by_text("正在计算")).to_be_visible()
    run_job.call(str(StaffingSuggestion.objects.get().job_id))
    page.reload()
    expect(page.get_by_text("已证明最优").first).to_be_visible()
    assert faults(page) == []
    page.get_by_label("文号").fill("清网办〔2026〕9号")
    page.get_by_role("button", name="一次采用").click()
    expect(page.get_by_text("已采用", exact=True)).to_be_visible()
    full_time = Posting.objects.filter(capacity="full_time", valid__upper_inf=True)
    assert full_time.count() == 3

    see_them_on_the_map(visitor, town)
    page.set_viewport_size({"width": 320, "height": 640})
    for address in (
        "",
        "map/",
        "map/?colour=load",
        "wishes/",
        "accounts/",
        "gaps/",
        "people/",
        "units/",
        f"people/{full_time[0].person_id}/",
    ):
        page.goto(f"{visitor.server}/staffing/{town.county.code}/{address}")
        assert (page.evaluate(WIDE), faults(page)) == (0, []), address


def see_them_on_the_map(visitor: Visitor, town: World) -> None:
    """Whoever was imported and assigned is found on the map, with mouse and keyboard."""
    page, posting = visitor.page, Posting.objects.get(person__name="钱一", valid__upper_inf=True)
    page.goto(f"{visitor.server}/staffing/{town.county.code}/")
    page.get_by_role("link", name="人员地图").click()
    assert faults(page) == []
    assert page.locator(OUTLINED).count() == 0
    page.get_by_label("找人员").select_option(label="钱一（专职网格员）")
    page.get_by_role("radio", name="配备情况").check()
    page.get_by_role("button", name="查看").click()
    found = page.get_by_role("region", name="钱一")
    expect(found.get_by_role("link", name=posting.place.name)).to_be_visible()
    expect(found.get_by_text("0939-6210007")).to_have_count(0)  # the reviewer sees it masked
    assert page.locator(OUTLINED).count() == 1
    assert faults(page) == []
    grid = page.get_by_role("link", name="新城第一网格（新城社区）")
    grid.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="所选网格")).to_be_visible()
    page.get_by_label("街道（镇）").select_option(label=town.subdistrict.name)
    page.get_by_role("button", name="查看").click()
    page.get_by_role("link", name="A4", exact=True).click()
    expect(page.get_by_role("heading", name="城关街道网格人员示意图")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("钱一")
    assert faults(page) == []
