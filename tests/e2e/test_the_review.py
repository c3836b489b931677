"""The reviewer's page in a browser: read, looked at on the map, asked about an address, printed."""

import pytest
from playwright.sync_api import expect

from communities.basemap.models import Cell, CellBuilding, Venue
from grids.proposals.models import Proposal
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, at, begin, block, lay_cells
from tests.e2e.conftest import DRAWN, Visitor
from tests.e2e.test_everybody_can_use_it import SMALL, faults
from tests.world import World, build, point

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(town: World) -> Proposal:
    """The west grid won five cells, the middle one went to the community in the east."""
    lay_cells(town)
    Venue.objects.create(county=town.county, name="西站", area_m2=300, geom=point(520, 150))
    house = build(town, 515, 25, address="长富路 8 号")
    CellBuilding.objects.create(cell=Cell.objects.get(number=at(5, 0) + 1), building=house)
    found = begin(town, "consolidation", reason="长富路以东并入新城，便于服务")
    assign(found, town.planner, block(5, 0, 6, 5), G1)
    operate(found, town.planner, kind="move_grids", grids=[G2], to=EAST)
    operate(found, town.planner, kind="rename_unit", unit=G3, name="新城东网格")
    return found


def test_a_reviewer_reads_looks_and_asks(visitor: Visitor, town: World, draft: Proposal) -> None:
    page = visitor.page
    visitor.enter(town.reviewer)
    page.goto(f"{visitor.server}/drafts/{town.county.code}/")
    page.get_by_role("link", name="复核").click()
    page.wait_for_selector(DRAWN, state="attached")
    blocked = page.locator('[data-line="community_households"]')
    expect(blocked).to_contain_text("只有 550 户")
    expect(page.get_by_role("region", name="核对清单", exact=True)).to_contain_text(
        "城市居民委员会组织法"
    )
    scale = page.locator("#map-before .ol-scale-line-inner")
    whole = scale.inner_text()
    page.locator("[data-moved] [data-box]").last.click()
    expect(page.locator("#maps")).to_be_in_viewport()
    expect(scale).not_to_have_text(whole)
    page.get_by_label("地址、楼栋或小区").fill("长富路 8")
    page.get_by_role("button", name="查找").click()
    page.wait_for_selector(DRAWN, state="attached")
    expect(page.locator("[data-addresses]")).to_contain_text("第二网格 → 第一网格")
    assert faults(page) == []
    assert page.evaluate(SMALL) == []
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("[data-addresses]")).to_be_visible()


def test_it_reads_on_a_phone_and_in_english(visitor: Visitor, town: World, draft: Proposal) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    visitor.enter(town.reviewer)
    page.goto(f"{visitor.server}/review/{draft.pk}/")
    page.get_by_role("button", name="English").click()
    page.wait_for_selector(DRAWN, state="attached")
    expect(page.get_by_role("heading", name="Checklist")).to_be_visible()
    assert faults(page) == []
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider)
