"""The county's administrator changes its life-cycles: seen before it holds, a new number when it
does; everybody else finds nothing there."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.review.lifecycle.changing import changes_in
from grids.review.lifecycle.defaults import DEFAULTS
from grids.review.models import Lifecycle
from grids.review.queries import case_of
from layers.pages.cases.lifecycle_form import arrow_rows, step_rows
from tests.drafts.town import begin
from tests.review.cast import Cast, lead
from tests.world import make_world

SYS = Role.SYSTEM_ADMINISTRATOR


def ask(who: User, kind: str = "division", county: str = "629931", **form: Any) -> Any:
    client = Client()
    client.force_login(who)
    address = reverse("lifecycle", args=[county, kind])
    return client.post(address, form) if form else client.get(address)


def filled(kind: str = "division", **otherwise: Any) -> dict[str, Any]:
    """The form as the page shows it, some fields otherwise."""
    default = DEFAULTS[kind]
    changes = changes_in(default, default)
    form: dict[str, Any] = {"seen": "1"}
    for row in step_rows(default, changes):
        key = row.step.key
        form |= {f"days-{key}": row.days, f"working-{key}": str(int(row.working))}
        form |= {f"papers-{key}": row.papers, **({f"kept-{key}": "1"} if row.kept else {})}
    for arrow in arrow_rows(default, changes):
        form[f"actors-{arrow.arrow.key}"] = [role.value for role, on in arrow.roles if on]
        if arrow.departments:
            form[f"departments-{arrow.arrow.key}"] = arrow.departments
    return {**form, **{key.replace("__", "-"): value for key, value in otherwise.items()}}


def test_only_the_county_s_administrator_finds_it(cast: Cast) -> None:
    stranger = make_world("629932").reviewer
    for role in Role:
        expected = 200 if role == SYS else 404
        assert ask(cast[role]).status_code == expected, role
    assert ask(stranger).status_code == 404
    assert ask(cast[SYS], county="629932").status_code == 404
    assert ask(cast[SYS], kind="feast").status_code == 404


def test_the_administrator_is_led_there_and_nobody_else(cast: Cast) -> None:
    for role, there in ((SYS, True), (Role.REVIEWER, False)):
        client = Client()
        client.force_login(cast[role])
        assert ("/lifecycles/" in client.get(reverse("inbox")).content.decode()) == there
        assert client.get(reverse("lifecycles")).status_code == (200 if there else 404)


def test_what_is_tried_is_drawn_and_not_kept(cast: Cast) -> None:
    form = filled(preview="1", days__city_filed="22")
    form.pop("kept-community_confirm")
    page = ask(cast[SYS], **form).content.decode()
    assert "还没有保存" in page
    assert 'value="22"' in page
    assert page.count("社区确认</text>") == 0
    assert "街道（镇）上报</text>" in page
    assert [one.number for one in Lifecycle.objects.filter(kind="division")] == [1]


def test_saving_is_a_new_number_and_cases_under_way_keep_theirs(
    cast: Cast, division: Proposal
) -> None:
    lead(division, "ask_communities", cast[Role.STREET_MANAGER])
    form = filled(save="1", days__city_filed="22", papers__city_filed="备案回执、边界图")
    assert ask(cast[SYS], **form).status_code == 302
    newest = Lifecycle.objects.filter(kind="division").first()
    assert newest is not None
    step = newest.read().step("city_filed")
    assert step is not None
    assert (newest.number, newest.created_by, step.days) == (2, cast[SYS], 22)
    assert step.papers == ("备案回执", "边界图")
    division.refresh_from_db()
    assert case_of(division).lifecycle.number == 1
    assert case_of(begin(cast.world)).lifecycle.number == 2
    page = ask(cast[SYS]).content.decode()
    assert "现行第 2 号" in page
    assert "1 件在办的方案" in page


def test_a_county_without_the_communities_step_goes_straight_to_the_street(
    cast: Cast, division: Proposal
) -> None:
    form = filled(save="1")
    form.pop("kept-community_confirm")
    assert ask(cast[SYS], **form).status_code == 302
    event = lead(division, "submit", cast[Role.STREET_MANAGER])
    assert (event.origin, event.target) == ("draft", "street_submitted")


def test_two_at_once_are_not_mixed(cast: Cast) -> None:
    assert ask(cast[SYS], **filled(save="1", days__published="7")).status_code == 302
    refused = ask(cast[SYS], **filled(save="1", days__published="9"))
    assert refused.status_code == 409
    assert "已改为第 2 号" in refused.content.decode()
    assert Lifecycle.objects.filter(kind="division").count() == 2


@pytest.mark.parametrize(
    ("otherwise", "said"),
    [
        ({"days__published": "七天"}, "步骤“公布”的天数“七天”应为 0 至 400"),
        ({"days__published": "999"}, "步骤“公布”的天数“999”应为 0 至 400"),
        ({"papers__published": "长" * 31}, "名称超过 30 个字"),
        ({"papers__published": "、".join("甲乙丙丁戊己庚辛壬癸子")}, "文书超过 10 种"),
        ({"actors__approve": []}, "流转“审核通过”没有办理人"),
        ({"actors__approve": ["REV"]}, "流转“审核通过”没有办理人"),  # has not the right
    ],
)
def test_what_does_not_hold_says_what_and_where(
    cast: Cast, otherwise: dict[str, Any], said: str
) -> None:
    refused = ask(cast[SYS], **filled(save="1", **otherwise))
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert Lifecycle.objects.filter(kind="division").count() == 1


def test_the_administrator_names_the_departments_that_review_legality(cast: Cast) -> None:
    names = {"save": "1", "departments__find_lawful": "司法局、法制办公室"}
    assert ask(cast[SYS], "consolidation", **filled("consolidation", **names)).status_code == 302
    kept = Lifecycle.objects.filter(kind="consolidation").earliest("-number").read()
    arrows = {arrow.key: arrow.departments for arrow in kept.transitions}
    assert arrows["find_lawful"] == ("司法局", "法制办公室")
    assert arrows["find_unlawful"] == ("司法局",)
    assert 'value="司法局、法制办公室"' in ask(cast[SYS], "consolidation").content.decode()
    bare = filled("consolidation", save="1", seen="2", departments__find_lawful=" ")
    answer = ask(cast[SYS], "consolidation", **bare)
    assert answer.status_code == 422
    assert "没有指明由哪个部门审查合法性" in answer.content.decode()
