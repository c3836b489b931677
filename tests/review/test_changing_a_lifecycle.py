"""A county's own life-cycle out of the default, and what becomes of a step that is left out."""

from dataclasses import replace

import pytest

from gis_core.accounts.roles import Role
from grids.review.lifecycle.changing import Changes, StepChange, change, changes_in, leave_out
from grids.review.lifecycle.checking import faults_of, reachable
from grids.review.lifecycle.defaults import CONSOLIDATION, DEFAULTS, DIVISION
from grids.review.lifecycle.definition import Definition
from grids.review.registry import guard_names


def faults(definition: Definition, kind: str) -> list[str]:
    return faults_of(definition, DEFAULTS[kind], guard_names())


@pytest.mark.parametrize("kind", DEFAULTS)
def test_nothing_changed_is_the_default(kind: str) -> None:
    default = DEFAULTS[kind]
    assert change(default, Changes()) == default
    assert change(default, changes_in(default, default)) == default


@pytest.mark.parametrize(
    ("kind", "step"),
    [(kind, step.key) for kind in DEFAULTS for step in DEFAULTS[kind].steps if step.optional],
)
def test_a_life_cycle_without_an_optional_step_holds_together(kind: str, step: str) -> None:
    own = leave_out(DEFAULTS[kind], step)
    assert own.step(step) is None
    assert faults(own, kind) == []
    assert "in_force" in reachable(own, "draft")


def test_what_was_asked_on_the_way_to_a_left_out_step_is_asked_on_the_way_past_it() -> None:
    consult = leave_out(CONSOLIDATION, "team_review").transition("consult")
    assert consult is not None
    assert consult.origin == ("draft", "returned")
    assert {"current_edition", "checklist", "comments_answered"} <= set(consult.guards)


def test_a_step_left_out_comes_back_as_it_was() -> None:
    said = changes_in(leave_out(CONSOLIDATION, "team_review"), CONSOLIDATION)
    assert not said.steps["team_review"].kept
    back = {**said.steps, "team_review": replace(said.steps["team_review"], kept=True)}
    assert change(CONSOLIDATION, replace(said, steps=back)) == CONSOLIDATION


def test_a_compulsory_step_is_not_left_out_whatever_is_said() -> None:
    said = {"county_review": StepChange(10, True, (), kept=False)}
    assert change(DIVISION, Changes(said)).step("county_review") is not None


def test_days_papers_and_actors_are_the_county_s() -> None:
    own = change(
        DIVISION,
        Changes(
            {"city_filed": StepChange(20, False, ("备案回执", "地图"))},
            {"publish": (Role.REVIEWER,), "approve": ()},  # checking refuses the latter
        ),
    )
    step, arrow = own.step("city_filed"), own.transition("approve")
    assert step is not None
    assert arrow is not None
    assert (step.days, step.working, step.papers) == (20, False, ("备案回执", "地图"))
    assert arrow.actors == ()
    assert "没有办理人" in "".join(faults(own, "division"))
    assert changes_in(own, DIVISION).steps["city_filed"].days == 20
