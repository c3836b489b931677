import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.pages.furnishing import add_alternative
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def planner(visitor: Visitor, town: World) -> Visitor:
    visitor.sign_in(town.planner)
    visitor.wait_for_map()
    return visitor


def test_signing_in_shows_the_communities_of_the_county(planner: Visitor, town: World) -> None:
    page = planner.page
    expect(page).to_have_title("清河县 · 地图 · Wangge")
    expect(page.locator("#legend .legend-count")).to_have_text(["1 个", "1 个"])
    expect(page.locator(".place-state")).to_contain_text("现行第 1 版")
    expect(page.locator(".person")).to_contain_text("街道（镇）规划员")


def test_another_colouring_gives_another_legend(planner: Visitor) -> None:
    page = planner.page
    legend = page.locator("#legend")
    expect(legend).to_contain_text("户数")
    page.get_by_label("按什么着色").select_option("deviation")
    expect(legend).to_contain_text("低于下限，20% 以内")
    expect(legend).to_contain_text("▼")
    expect(legend).to_contain_text("1,000—3,000 户")
    page.get_by_label("按什么着色").select_option("use")
    expect(legend).to_contain_text("公共服务")
    assert "by=use" in page.url


def test_a_click_selects_the_unit_and_its_details_cite_their_rules(planner: Visitor) -> None:
    page = planner.page
    box = page.locator("#map-present").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.72, box["y"] + box["height"] * 0.62)
    details = page.locator("#details")
    expect(details.get_by_role("heading", level=2)).to_have_text("新城社区")
    expect(details).to_contain_text("1,450")
    expect(details).to_contain_text("其中估算 12 户")
    expect(details).to_contain_text("城市居民委员会组织法")
    page.go_back()
    expect(details).to_be_hidden()


def test_the_keyboard_moves_the_map_selects_and_leaves_it(planner: Visitor, town: World) -> None:
    page = planner.page
    page.locator("#map-present").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
        planner.wait_for_map()
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_have_text("长富路社区")
    expect(page.locator("#announce")).to_have_text("已选中 长富路社区 800 户")
    page.keyboard.press("Escape")
    expect(page.locator("#details")).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "map-present"


def test_search_finds_by_keyboard_and_selects(planner: Visitor) -> None:
    page = planner.page
    search = page.get_by_role("combobox", name="按名称、代码或地址查找")
    search.fill("新城")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_contain_text("新城社区")
    search.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    search.press("Enter")
    expect(page.locator("#details h2")).to_have_text("新城社区")
    expect(search).to_have_attribute("aria-expanded", "false")


def test_what_is_not_found_is_said(planner: Visitor) -> None:
    page = planner.page
    page.get_by_role("combobox", name="按名称、代码或地址查找").fill("火星")
    expect(page.locator("#announce")).to_contain_text("没有找到")


def test_a_link_brings_back_what_was_seen(visitor: Visitor, town: World) -> None:
    visitor.enter(town.reviewer)
    visitor.open_map(town, f"?by=density&level=grid&unit={town.grids[0].pk}")
    page = visitor.page
    expect(page.locator("#details h2")).to_have_text("第一网格")
    expect(page.get_by_label("按什么着色")).to_have_value("density")
    expect(page.locator("#level")).to_have_value("grid")


def test_a_building_with_estimated_counts_says_so(planner: Visitor) -> None:
    page = planner.page
    search = page.get_by_role("combobox", name="按名称、代码或地址查找")
    search.fill("新城路 9 号")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("新城路 9 号")
    search.press("Enter")
    expect(page.locator("#details")).to_contain_text("估算")
    expect(page.locator("#details")).to_contain_text("户数来源：按建筑估算")


def test_a_suggestion_stands_beside_the_present_state(planner: Visitor, town: World) -> None:
    alternative = add_alternative(town)
    page = planner.page
    planner.open_map(town)
    page.get_by_role("tab", name="建议").click()
    page.get_by_role("link", name="方案 1").click()
    planner.wait_for_map()
    expect(page.locator("#map-present")).to_be_visible()
    expect(page.locator("#map-suggestion")).to_be_visible()
    details = page.locator("#details")
    expect(details).to_contain_text("已证明最优：在现行规则下没有更好的方案。")
    expect(details).to_contain_text("长富路社区有 800 户，低于下限 1,000 户")
    page.locator("#compare-bar").get_by_role("button", name="建议").click()
    expect(page.locator("#map-present")).to_be_hidden()
    assert f"alternative={alternative.pk}" in page.url
    details.get_by_role("button", name="新城社区＋长富路社区").click()
    assert "suggested=" in page.url


def test_the_other_language_is_complete_enough_to_work_in(planner: Visitor) -> None:
    page = planner.page
    page.get_by_role("button", name="English").click()
    planner.wait_for_map()
    expect(page.get_by_label("Colour by")).to_have_value("households")
    expect(page.locator("#legend")).to_contain_text("Households")
    expect(page.locator(".person")).to_contain_text("Subdistrict planner")
