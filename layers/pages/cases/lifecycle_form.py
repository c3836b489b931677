"""What the form of a life-cycle shows and sends: days, calendar, papers, steps, who leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from communities.working_days.counting import LONGEST
from gis_core.accounts.roles import PERMISSIONS, Role
from grids.review.lifecycle.changing import Changes, StepChange
from grids.review.lifecycle.checking import START
from grids.review.lifecycle.definition import Definition, Step, Transition

LONGEST_PAPER, MOST_PAPERS = 30, 10
_BETWEEN = re.compile(r"[、,，;；\n]+")


@dataclass(frozen=True)
class StepRow:
    """One step as the form shows it."""

    step: Step
    days: str
    working: bool
    papers: str
    kept: bool


@dataclass(frozen=True)
class ArrowRow:
    """One arrow, and of the roles that could lead along it which do; where it is a matter of
    departments, which."""

    arrow: Transition
    roles: list[tuple[Role, bool]]
    departments: str


def step_rows(default: Definition, changes: Changes) -> list[StepRow]:
    """The steps on the usual way that somebody leads on from; nothing is said of the others."""
    found = []
    for step in default.steps:
        said = changes.steps[step.key]
        led_on = any(arrow.actors for arrow in default.leaving(step.key))
        if led_on and not step.side and step.key != START:
            papers = "、".join(said.papers)
            found.append(StepRow(step, str(said.days), said.working, papers, said.kept))
    return found


def arrow_rows(default: Definition, changes: Changes) -> list[ArrowRow]:
    """The arrows that people lead along, with all roles that have the right."""
    return [
        ArrowRow(
            arrow,
            [
                (role, role in changes.actors.get(arrow.key, arrow.actors))
                for role in PERMISSIONS[arrow.action]
            ],
            "、".join(changes.departments.get(arrow.key, arrow.departments)),
        )
        for arrow in default.transitions
        if arrow.actors
    ]


def read_changes(form: QueryDict, default: Definition) -> tuple[Changes, list[str]]:
    """What a form says, and what is wrong in its fields; a wrong field counts as unchanged."""
    faults: list[str] = []
    steps = {step.key: _read_step(form, step, faults) for step in default.steps}
    actors = {
        row.arrow.key: tuple(
            role for role, _on in row.roles if role in form.getlist(f"actors-{row.arrow.key}")
        )
        for row in arrow_rows(default, Changes())
    }
    departments = {
        arrow.key: tuple(_names(form.get(f"departments-{arrow.key}", "")))
        for arrow in default.transitions
        if arrow.departments
    }
    return Changes(steps, actors, departments), faults


def _read_step(form: QueryDict, step: Step, faults: list[str]) -> StepChange:
    if f"days-{step.key}" not in form:
        return StepChange(step.days, step.working, step.papers)
    papers = tuple(_names(form.get(f"papers-{step.key}", "")))
    faults += _paper_faults(step, papers)
    return StepChange(
        _days(form, step, faults),
        form.get(f"working-{step.key}") == "1",
        papers,
        not step.optional or form.get(f"kept-{step.key}") == "1",
    )


def _days(form: QueryDict, step: Step, faults: list[str]) -> int:
    said = form.get(f"days-{step.key}", "").strip() or "0"
    if said.isascii() and said.isdecimal() and len(said) < 6 and int(said) <= LONGEST:
        return int(said)
    text = _("步骤“%(step)s”的天数“%(said)s”应为 0 至 %(longest)s 的整数（0 为不限）。请改正。")
    faults.append(text % {"step": _(step.label), "said": said[:20], "longest": LONGEST})
    return step.days


def _names(said: str) -> Iterator[str]:
    names = (name.strip() for name in _BETWEEN.split(said[:1000]))
    yield from dict.fromkeys(name for name in names if name)


def _paper_faults(step: Step, papers: tuple[str, ...]) -> Iterator[str]:
    said = {"step": _(step.label), "longest": LONGEST_PAPER, "most": MOST_PAPERS}
    if len(papers) > MOST_PAPERS:
        yield _("步骤“%(step)s”的文书超过 %(most)s 种。请只留必需的。") % said
    for paper in papers:
        if len(paper) > LONGEST_PAPER:
            text = _("步骤“%(step)s”的文书“%(paper)s…”名称超过 %(longest)s 个字。请缩短。")
            yield text % {**said, "paper": paper[:10]}
