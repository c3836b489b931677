"""Two planners do whatever they like, in whatever order, each on the state they last saw.

After every step the draft is whole (`tests.drafts.whole`). Set `DRAFT_MACHINE` to a number of
runs to look for longer.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import pytest
import shapely
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from communities.basemap.services import store_tiling, tile_county
from gis_core.accounts.models import Level, User
from grids.division.services import assign_cells_to_grids
from grids.proposals.drafting.merging import Choice
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Conflicting, Refused
from grids.proposals.drafts.operating import apply_operation
from grids.proposals.drafts.plans import forget_plans, reading
from grids.proposals.drafts.requests import Request
from grids.proposals.drafts.snapshots import take_snapshot
from grids.proposals.models import Operation, Proposal, Snapshot
from tests.division.town import furnish
from tests.drafts.lines import line, neighbours, pushed
from tests.drafts.town import begin
from tests.drafts.whole import assert_whole
from tests.proposals.consulting.drafts import consult
from tests.world import World

RUNS = int(os.environ.get("DRAFT_MACHINE", "8"))
STEPS = 30 if RUNS < 20 else 50

SETTINGS = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
T = TypeVar("T")
CHOICES: tuple[Choice, ...] = ("mine", "theirs", "both")

rows_of = st.lists(st.integers(0, 2**16), min_size=1, max_size=12)
number = st.integers(0, 2**16)
places = st.floats(50.0, 1950.0)
who = st.integers(0, 1)
names = st.sampled_from(("甲", "乙", "丙"))
levels = st.sampled_from([Level.GRID, Level.COMMUNITY])
choices_of = st.lists(st.sampled_from(CHOICES), min_size=1, max_size=3)


class TwoPlanners(RuleBasedStateMachine):
    """`seen` is the version each has on the screen; `last` the request each sent last."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.people: list[User] = [self.world.planner, self.world.reviewer]
        self.seen = [0, 0]
        self.last: dict[int, Request] = {}
        self.keys = 0

    @initialize(kind=st.sampled_from(["division", "consolidation"]), one=number)
    def begin(self, kind: str, one: int) -> None:
        self.draft: Proposal = begin(self.world, kind)
        with reading(self.draft.pk) as plan:
            self.ground = shapely.coverage_union_all(plan.ground.shapes)
        grid = pick(self.units(Level.GRID), one)
        told = consult(self.draft, "split", grid, minimum=0, maximum=2000, parts=2)
        self.answers = list(told.alternatives.values_list("pk", flat=True))

    def teardown(self) -> None:
        forget_plans()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def plan(self) -> Plan:
        with reading(self.draft.pk) as plan:
            return plan

    def units(self, level: Level) -> list[int]:
        return [unit.number for unit in self.plan().live(level)]

    def cells(self, wanted: list[int]) -> list[int]:
        return sorted({row % self.plan().ground.size for row in wanted})

    def operate(self, person: int, choices: list[Choice], **operation: Any) -> None:
        """Ask for it on the version seen, and choose as long as there is something to choose."""
        self.keys += 1
        request = Request(self.seen[person], operation, f"key-{self.keys:05}", f"tab-{person}")
        before = Operation.objects.filter(proposal=self.draft).count()
        answer: dict[str, Any] | None = None
        try:
            answer = self.ask(person, request)
        except Conflicting as conflict:
            request = self.choose(person, request, conflict, choices)
            answer = self.ask_settled(person, request)
        except Refused:
            pass
        if answer is not None:
            self.seen[person], self.last[person] = answer["version"], request
        self.check(before + (answer is not None))

    def choose(
        self, person: int, request: Request, conflict: Conflicting, choices: list[Choice]
    ) -> Request:
        found = conflict.changed["conflicts"]
        assert found
        chosen = {one["id"]: pick(choices, at) for at, one in enumerate(found)}
        self.seen[person] = conflict.changed["version"]
        return replace(request, expected_version=self.seen[person], resolutions=chosen)

    def ask_settled(self, person: int, request: Request) -> dict[str, Any] | None:
        """A settled conflict does not come back; what was chosen may turn out to be forbidden."""
        try:
            return self.ask(person, request)
        except Conflicting:
            raise
        except Refused:
            return None

    def ask(self, person: int, request: Request) -> dict[str, Any]:
        user = self.people[person]
        return apply_operation(proposal=self.draft, user=user, request=request)

    def check(self, operations: int) -> None:
        assert Operation.objects.filter(proposal=self.draft).count() == operations
        assert_whole(self.draft, self.ground)

    @rule(person=who, rows=rows_of, to=number, choices=choices_of)
    def assign(self, person: int, rows: list[int], to: int, choices: list[Choice]) -> None:
        grid = pick([0, *self.units(Level.GRID)], to)
        cells = self.cells(rows)
        self.operate(person, choices, kind="assign", cells=cells, to=grid, how="brush")

    @rule(person=who, level=levels, one=number, other=number, choices=choices_of)
    def merge(self, person: int, level: Level, one: int, other: int, choices: list[Choice]) -> None:
        units = [pick(self.units(level), at) for at in (one, other)]
        self.operate(person, choices, kind="merge_units", units=units, into=units[0])

    @rule(person=who, level=levels, one=number, choices=choices_of)
    def dissolve(self, person: int, level: Level, one: int, choices: list[Choice]) -> None:
        unit = pick(self.units(level), one)
        self.operate(person, choices, kind="dissolve_unit", unit=unit)

    @rule(person=who, rows=rows_of, name=names, parent=number, choices=choices_of)
    def new_unit(
        self, person: int, rows: list[int], name: str, parent: int, choices: list[Choice]
    ) -> None:
        above = pick([None, *self.units(Level.COMMUNITY)], parent)
        cells = self.cells(rows)
        self.operate(person, choices, kind="new_unit", cells=cells, name=name, parent=above)

    @rule(person=who, one=number, name=names, choices=choices_of)
    def new_community(self, person: int, one: int, name: str, choices: list[Choice]) -> None:
        grids = [pick(self.units(Level.GRID), one)]
        self.operate(person, choices, kind="new_community", grids=grids, name=name)

    @rule(person=who, one=number, to=number, choices=choices_of)
    def move_grid(self, person: int, one: int, to: int, choices: list[Choice]) -> None:
        grids, community = self.units(Level.GRID), self.units(Level.COMMUNITY)
        wish = {"kind": "move_grids", "grids": [pick(grids, one)], "to": pick(community, to)}
        self.operate(person, choices, **wish)

    @rule(person=who, rows=rows_of, to=number, name=names, choices=choices_of)
    def relabel(
        self, person: int, rows: list[int], to: int, name: str, choices: list[Choice]
    ) -> None:
        cells = self.cells(rows)
        first, rest = cells[: len(cells) // 2 + 1], cells[len(cells) // 2 + 1 :]
        groups: list[dict[str, Any]] = [{"cells": first, "name": name, "parent": None}]
        if rest:
            groups.append({"cells": rest, "to": pick(self.units(Level.GRID), to)})
        self.operate(person, choices, kind="relabel", groups=groups, about="引擎")

    @rule(person=who, level=levels, one=number, name=names, choices=choices_of)
    def rename(self, person: int, level: Level, one: int, name: str, choices: list[Choice]) -> None:
        unit = pick(self.units(level), one)
        self.operate(person, choices, kind="rename_unit", unit=unit, name=name)

    @rule(person=who, one=number, choices=choices_of)
    def renumber(self, person: int, one: int, choices: list[Choice]) -> None:
        community = pick([None, *self.units(Level.COMMUNITY)], one)
        self.operate(person, choices, kind="renumber", community=community)

    @rule(
        person=who,
        on=st.sampled_from([True, True, False]),
        one=number,
        rows=rows_of,
        choices=choices_of,
    )
    def lock(self, person: int, on: bool, one: int, rows: list[int], choices: list[Choice]) -> None:
        units = [pick(self.units(Level.GRID) + self.units(Level.COMMUNITY), one)][: one % 2]
        wish = {"kind": "lock" if on else "unlock", "units": units, "cells": self.cells(rows)}
        self.operate(person, choices, **wish)

    @rule(person=who, one=number, east=places, west=places, choices=choices_of)
    def cut(self, person: int, one: int, east: float, west: float, choices: list[Choice]) -> None:
        unit, ends = pick(self.units(Level.GRID), one), line((west, -5.0), (east, 1005.0))
        self.operate(person, choices, kind="cut_line", unit=unit, line=ends, cut_open=True)

    @rule(person=who, one=number, aside=st.floats(-1.5, 1.5), choices=choices_of)
    def drag(self, person: int, one: int, aside: float, choices: list[Choice]) -> None:
        pairs = neighbours(self.plan())
        if not pairs:
            return
        units = pick(pairs, one)
        before, after = pushed(self.plan(), units, aside)
        wish = {"units": units, "before": before, "after": after, "cut_open": True}
        self.operate(person, choices, kind="drag_boundary", **wish)

    @rule(person=who, one=number, choices=choices_of)
    def take_alternative(self, person: int, one: int, choices: list[Choice]) -> None:
        """An answer about the draft as it was begun, which may have moved on."""
        wanted = pick(self.answers, one)
        self.operate(person, choices, kind="take_alternative", alternative=wanted)

    @rule(person=who, times=st.integers(1, 3))
    def undo(self, person: int, times: int) -> None:
        for _ in range(times):
            self.operate(person, [], kind="undo")

    @rule(person=who, times=st.integers(1, 2))
    def redo(self, person: int, times: int) -> None:
        for _ in range(times):
            self.operate(person, [], kind="redo")

    @rule(person=who)
    def change_one_s_mind(self, person: int) -> None:
        for wish in ("undo", "redo", "undo"):
            self.operate(person, [], kind=wish)

    @rule(person=who)
    def take_snapshot(self, person: int) -> None:
        there = Snapshot.objects.filter(proposal=self.draft).count()
        take_snapshot(draft=self.draft, author=self.people[person], name=f"快照{there}")

    @rule(person=who, one=number, choices=choices_of)
    def restore(self, person: int, one: int, choices: list[Choice]) -> None:
        keys = [str(key) for key in self.draft.snapshots.values_list("pk", flat=True)]
        if keys:
            self.operate(person, choices, kind="restore", snapshot=pick(keys, one))

    @rule(person=who)
    def listen(self, person: int) -> None:
        self.seen[person] = self.plan().version

    @rule(person=who)
    def send_again(self, person: int) -> None:
        """The answer was lost on its way: the same request makes nothing twice."""
        if person in self.last:
            before = Operation.objects.filter(proposal=self.draft).count()
            self.ask(person, self.last[person])
            self.check(before)

    @rule()
    def reload(self) -> None:
        forget_plans()


def pick(values: Sequence[T], at: int) -> T:
    return values[at % len(values)]


@pytest.mark.django_db
def test_the_draft_stays_whole_whatever_two_planners_do(world: World) -> None:
    furnish(world)
    tiling = tile_county(edition=world.edition, executor=None, progress=lambda *_: None)
    assign_cells_to_grids(cell_set=store_tiling(tiling=tiling))
    machine = type("TwoPlannersHere", (TwoPlanners,), {"world": world})
    run_state_machine_as_test(machine, settings=SETTINGS)
