"""What a county may change about its life-cycles, and what it may not."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import InternalError, transaction

from gis_core.accounts.roles import Action, Role
from grids.proposals.models import Proposal
from grids.review.keeping import configure_lifecycle, lifecycle_of, newest_lifecycle
from grids.review.lifecycle.checking import faults_of
from grids.review.lifecycle.defaults import CONSOLIDATION, DEFAULTS, DIVISION
from grids.review.lifecycle.definition import Definition, Step, Transition
from grids.review.models import Lifecycle
from grids.review.refusals import DefinitionRefused
from grids.review.registry import guard_names
from tests.review.cast import Cast, lead
from tests.review.test_leading_a_case import CONSOLIDATION as LED_CONSOLIDATION
from tests.review.test_leading_a_case import DIVISION as LED_DIVISION
from tests.world import World, make_world

WAYS = {"consolidation": LED_CONSOLIDATION, "division": LED_DIVISION}


def faults(definition: Definition, default: Definition = DIVISION) -> str:
    return "\n".join(faults_of(definition, default, guard_names()))


def changed(key: str, definition: Definition = DIVISION, **values: Any) -> Definition:
    """The definition with one arrow otherwise."""
    arrows = (replace(a, **values) if a.key == key else a for a in definition.transitions)
    return replace(definition, transitions=tuple(arrows))


def without(*keys: str, definition: Definition = DIVISION) -> Definition:
    """The definition without some arrows."""
    kept = tuple(arrow for arrow in definition.transitions if arrow.key not in keys)
    return replace(definition, transitions=kept)


def skipping(definition: Definition, step: str, key: str, **values: Any) -> Definition:
    """The definition without a step; one arrow leads past it."""
    arrows = tuple(
        replace(arrow, origin=tuple(key for key in arrow.origin if key != step))
        for arrow in changed(key, definition, **values).transitions
        if arrow.target != step
    )
    steps = tuple(one for one in definition.steps if one.key != step)
    return Definition(steps, tuple(arrow for arrow in arrows if arrow.origin))


@pytest.mark.parametrize("kind", DEFAULTS)
def test_the_defaults_hold_together_and_every_step_has_its_source(kind: str) -> None:
    definition = DEFAULTS[kind]
    assert faults(definition, definition) == ""
    assert all(step.source for step in definition.steps)
    assert {step.key for step in definition.steps} <= set(Proposal.Status.values)


@pytest.mark.parametrize("kind", DEFAULTS)
def test_what_is_kept_as_json_is_read_as_it_was(kind: str) -> None:
    assert Definition.from_json(DEFAULTS[kind].to_json()) == DEFAULTS[kind]


@pytest.mark.parametrize("kind", DEFAULTS)
def test_the_usual_way_leads_neither_aside_nor_back(kind: str) -> None:
    definition = DEFAULTS[kind]
    on = {arrow.key for arrow in definition.transitions if definition.goes_on(arrow)}
    back = {"audit_again", "review_again", "reopen", "resume", "return", "withdraw", "revoke"}
    assert not on & back
    assert on == {"enter", *(key for key, _ in WAYS[kind])}


def test_days_papers_and_optional_steps_are_the_county_s() -> None:
    days = tuple(
        replace(step, days=15, papers=("听证记录",)) if step.key == "public_notice" else step
        for step in CONSOLIDATION.steps
    )
    own = replace(CONSOLIDATION, steps=days)
    ready = ("current_edition", "checklist", "comments_answered")
    own = skipping(own, "team_review", "consult", origin=("draft", "returned"), guards=ready)
    assert faults(own, CONSOLIDATION) == ""


def test_an_arrow_to_nowhere_is_named() -> None:
    assert "不存在的步骤“moon”" in faults(changed("publish", target="moon"))
    assert "不存在的步骤“moon”" in faults(changed("publish", origin=("moon",)))


def test_a_step_nobody_gets_to_is_named() -> None:
    assert "步骤“已中止”从草案出发无法到达" in faults(without("suspend"))


def test_a_step_without_a_way_to_the_end_is_named() -> None:
    found = faults(without("publish", "revoke"))
    assert "从步骤“市备案”走不到生效" in found
    assert "步骤“公布”从草案出发无法到达" in found


def test_a_side_step_without_a_way_out_may_be_an_end_and_nothing_else() -> None:
    assert faults(without("reopen")) == ""  # withdrawn for good
    around = changed("reopen", target="withdrawn")
    assert "步骤“已撤回”没有出路" in faults(replace(around, transitions=tuple(
        replace(arrow, origin=tuple(key for key in arrow.origin if key != "withdrawn"))
        if arrow.key == "supersede" else arrow for arrow in around.transitions
    )))  # fmt: skip


def test_no_compulsory_step_can_be_led_past() -> None:
    past = changed("approve", origin=("street_submitted", "county_review"))
    assert "步骤“县网格管理机构审核”" in faults(past)
    shortcut = Transition(
        "shortcut", "直接生效", ("returned",), "scheduled", Action.ACTIVATE, (Role.REVIEWER,)
    )
    everything = replace(DIVISION, transitions=(*DIVISION.transitions, shortcut))
    assert "步骤“街道（镇）上报”依据" in faults(everything)


@pytest.mark.parametrize(
    ("key", "values", "said"),
    [
        ("approve", {"bars": ()}, "缺少强制回避“drew”"),
        ("accept", {"bars": ()}, "缺少强制回避“submitted”"),
        ("activate", {"bars": DIVISION.transitions[4].bars}, "缺少强制回避“decided”"),
        ("approve", {"password": False}, "须重新验证密码"),
        ("approve", {"actors": (Role.REVIEWER,)}, "没有“作出决定”的权限"),
        ("approve", {"action": Action.SUBMIT, "actors": (Role.STREET_MANAGER,)}, "才能办理"),
        ("approve", {"guards": ("unchanged",)}, "缺少检查“checklist”"),
        ("approve", {"binds": False}, "须绑定所审的内容"),
        ("approve", {"action": Action.EDIT_DRAFT}, "不能用于流转"),
        ("activate", {"then": ""}, "后续动作须为“publish”"),
        ("return", {"reason": False}, "须填写理由"),
        ("enter", {"actors": (Role.REVIEWER,)}, "由系统办理"),
        ("revoke", {"origin": ("published", "scheduled")}, "已公布的版次不能撤回"),
        ("submit", {"guards": (*DIVISION.transitions[3].guards, "luck")}, "检查“luck”无人办理"),
    ],
)
def test_separation_and_safeguards_cannot_be_configured_away(
    key: str, values: dict[str, Any], said: str
) -> None:
    assert said in faults(changed(key, **values))


def test_the_review_of_legality_is_some_department_s() -> None:
    for nobody in ((), (" ",)):
        bare = changed("find_lawful", CONSOLIDATION, departments=nobody)
        assert "没有指明由哪个部门审查合法性" in faults(bare, CONSOLIDATION)
    other = changed("find_lawful", CONSOLIDATION, departments=("法制办公室", "司法局"))
    assert faults(other, CONSOLIDATION) == ""


def test_a_key_twice_and_a_step_of_ones_own_are_named() -> None:
    twice = replace(DIVISION, transitions=(*DIVISION.transitions, DIVISION.transitions[0]))
    assert "流转“ask_communities”重复" in faults(twice)
    own = replace(DIVISION, steps=(*DIVISION.steps, Step("feast", "庆功", "县")))
    assert "系统没有步骤“feast”" in faults(own)


def test_a_county_s_own_life_cycle_is_a_new_number_and_the_other_county_keeps_its(
    world: World,
) -> None:
    other = make_world("629932")
    first = newest_lifecycle(world.county, "division")
    assert newest_lifecycle(world.county, "division") == first
    definition = without("suspend", "resume").to_json()
    definition["steps"] = [row for row in definition["steps"] if row["key"] != "suspended"]
    for row in definition["transitions"]:
        row["origin"] = [key for key in row["origin"] if key != "suspended"]
    second = configure_lifecycle(
        county=world.county, kind="division", definition=definition, person=world.reviewer
    )
    assert (first.number, second.number) == (1, 2)
    assert newest_lifecycle(world.county, "division") == second
    assert newest_lifecycle(other.county, "division").read() == DIVISION


def test_a_faulty_life_cycle_is_refused_with_every_fault_and_not_kept(world: World) -> None:
    definition = changed("approve", bars=(), password=False).to_json()
    with pytest.raises(DefinitionRefused) as caught:
        configure_lifecycle(
            county=world.county, kind="division", definition=definition, person=None
        )
    assert len(caught.value.faults) == 4  # three bars and the password
    for damaged in ({}, {"steps": [], "transitions": [{"key": 1}]}, {"steps": 3}):
        with pytest.raises(DefinitionRefused, match="无法读取"):
            configure_lifecycle(
                county=world.county, kind="division", definition=damaged, person=None
            )
    assert not Lifecycle.objects.exists()


def test_a_case_on_its_way_keeps_the_life_cycle_it_began_with(
    cast: Cast, division: Proposal
) -> None:
    event = lead(division, "ask_communities", cast[Role.STREET_MANAGER])
    definition = without("withdraw", "reopen").to_json()
    definition["steps"] = [row for row in definition["steps"] if row["key"] != "withdrawn"]
    for row in definition["transitions"]:
        row["origin"] = [key for key in row["origin"] if key != "withdrawn"]
    second = configure_lifecycle(
        county=division.county, kind="division", definition=definition, person=None
    )
    division.refresh_from_db()
    assert lifecycle_of(division) == event.lifecycle != second
    lead(division, "withdraw", cast[Role.STREET_MANAGER])
    lead(division, "reopen", cast[Role.STREET_MANAGER])
    division.refresh_from_db()
    assert lifecycle_of(division) == second


def test_a_kept_life_cycle_is_never_edited(world: World) -> None:
    newest_lifecycle(world.county, "division")
    with pytest.raises(InternalError), transaction.atomic():
        Lifecycle.objects.update(definition={})
    with pytest.raises(InternalError), transaction.atomic():
        Lifecycle.objects.all().delete()
