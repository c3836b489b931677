"""The pages round a case without faults, on a desk and on a phone, and a life-cycle changed."""

import pytest
from playwright.sync_api import expect

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from tests.drafts.asking import operate
from tests.drafts.town import G1, begin, lay_cells
from tests.e2e.conftest import Visitor
from tests.e2e.test_everybody_can_use_it import SMALL, faults
from tests.publication.asking import merge_communities, publish
from tests.world import World, appoint, person

pytestmark = pytest.mark.browser
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def keeper(town: World) -> User:
    """Who keeps the county's life-cycles."""
    found = person("keeper")
    appoint(found, Role.SYSTEM_ADMINISTRATOR, town.county)
    return found


@pytest.fixture
def case(town: World) -> Proposal:
    """Two communities become one, which a head has to leave; on the second edition."""
    lay_cells(town)
    renamed = begin(town)
    operate(renamed, town.planner, kind="rename_unit", unit=G1, name="东里网格")
    publish(renamed, town)
    appoint(town.stranger, Role.COMMUNITY_HEAD, town.xincheng)
    appoint(town.planner, Role.STREET_MANAGER, town.subdistrict)
    return merge_communities(town)


@pytest.mark.parametrize("width", [1280, 360])
def test_they_have_no_faults_and_fit(
    visitor: Visitor, town: World, case: Proposal, width: int
) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 800})
    visitor.enter(town.planner)
    code = town.county.code
    for address in (
        "/cases/",
        f"/cases/{case.pk}/",
        f"/cases/{case.pk}/flow/",
        f"/cases/{case.pk}/rehoming/",
        f"/list/{code}/editions/?restore=1#restore",
        f"/list/{code}/unit/{town.grids[0].pk}/history/",
        f"/list/{code}/?edition=1",
    ):
        page.goto(f"{visitor.server}{address}")
        assert faults(page) == [], address
        assert page.evaluate(WIDER) == 0, address
        assert page.evaluate(SMALL) == [], address


def test_many_are_given_a_home_and_another_edition_is_chosen(
    visitor: Visitor, town: World, case: Proposal
) -> None:
    page = visitor.page
    visitor.enter(town.planner)
    page.goto(f"{visitor.server}/cases/{case.pk}/")
    page.get_by_role("link", name="人员和资源安置").click()
    page.get_by_role("button", name="全部按建议安排").click()
    expect(page.get_by_role("status").first).to_contain_text("已安排 1 项")
    expect(page.locator(".rehoming-decision")).to_contain_text("→ 长富路社区")
    visitor.open_list(town)
    page.get_by_text("换版次或日期").click()
    page.get_by_label("版次", exact=True).select_option("1")
    page.get_by_role("button", name="查看").click()
    expect(page.locator(".as-of")).to_contain_text("正在查看第 1 版")


def test_a_life_cycle_is_tried_and_kept(visitor: Visitor, town: World, keeper: User) -> None:
    page = visitor.page
    visitor.sign_in(keeper)
    page.get_by_role("link", name="流程配置").click()
    page.get_by_role("link", name="网格划分").click()
    page.get_by_label("本县办理这一步").uncheck()
    page.get_by_role("button", name="预览").click()
    expect(page.locator("svg.flow")).not_to_contain_text("社区确认")
    assert faults(page) == []
    page.get_by_role("button", name="保存为新的编号").click()
    expect(page.get_by_role("status")).to_contain_text("第 2 号")
    page.set_viewport_size({"width": 360, "height": 800})
    assert faults(page) == []
    assert page.evaluate(WIDER) == 0
