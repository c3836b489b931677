"""Anybody does anything to any case of a county, in whatever order, on whatever they last saw.

After every step the county is whole (`tests.machine.invariants`). Set `CASE_MACHINE` to a number
of runs to look for longer.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

import pytest
import shapely
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from communities.territory.models import Edition, Threshold
from gis_core.accounts.models import Level, User
from gis_core.accounts.roles import Role
from gis_core.audit.sealing import seal_record
from gis_core.shapes import shape_array, shape_of
from grids.notices.models import Notice, Objection
from grids.notices.receiving import receive_objection
from grids.notices.services import close_notice
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.creating import copy_draft
from grids.proposals.drafts.plans import forget_plans, reading
from grids.proposals.drafts.services import discard_draft
from grids.proposals.models import Proposal
from grids.publication.entering import put_due_in_force
from grids.publication.restoring import restore_edition
from grids.review.commenting import add_comment, answer_comment
from grids.review.findings import register_paper, set_condition
from grids.review.models import CaseEvent, Comment
from grids.review.moving.services import move_by_system
from grids.review.papers import PaperSaid
from grids.review.queries import case_of
from grids.review.registry import Values
from tests.drafts.asking import operate
from tests.drafts.town import begin, lay_cells
from tests.machine import invariants
from tests.machine.leading import announce, go_on, let_pass, rehome, reply
from tests.machine.people import Clock, everybody
from tests.review.cast import Cast, lead, papers_of
from tests.world import World

RUNS = int(os.environ.get("CASE_MACHINE", "8"))
STEPS = 10 if RUNS < 20 else 60
MOST_CASES = 4
T = TypeVar("T")

happened: Counter[str] = Counter()

SETTINGS = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=RUNS < 20,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)

number = st.integers(0, 2**16)
rows_of = st.lists(st.integers(0, 2**16), min_size=1, max_size=8)
kinds = st.sampled_from(["division", "consolidation"])
later = st.sampled_from([0, 0, 0, 3])
settles = st.booleans()


class ManyPeople(RuleBasedStateMachine):
    """`seen`: version and contents of a case as somebody has them on the screen, perhaps old."""

    world: World
    cast: Cast
    people: list[User]
    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.clock.ahead = timedelta()
        cells = self.world.edition.cell_sets.get().cells.order_by("pk")
        self.ground = shapely.coverage_union_all(shape_array(map(shape_of, cells)))
        self.households = sum(cells.values_list("households_resident", flat=True))
        self.looked_at: set[int] = set()
        self.seen: dict[Any, tuple[int, str]] = {}

    def teardown(self) -> None:
        happened.update(CaseEvent.objects.values_list("transition", flat=True))
        happened["published"] += Edition.objects.filter(number__gt=1).count()
        try:
            self.seal()
        finally:
            forget_plans()
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def cases(self) -> list[Proposal]:
        return list(Proposal.objects.filter(county=self.world.county).order_by("created_at"))

    @contextmanager
    def tried(self) -> Iterator[None]:
        """What is refused changes nothing."""
        before = CaseEvent.objects.count()
        try:
            with transaction.atomic():
                yield
        except Refused as refusal:
            happened[f"refused {refusal.code}"] += 1
            assert CaseEvent.objects.count() == before

    @initialize(
        kind=kinds, row=number, how=number, times=st.sampled_from([13, 13, 9, 5, 0]), days=later
    )
    def begin_one(self, kind: str, row: int, how: int, times: int, days: int) -> None:
        """A case that has come some way: what happens late is tried as often as what is early."""
        self.begin(kind, 0)
        self.redraw(0, 0, [row], row, how)
        self.go_on(0, times, days)

    @rule(kind=kinds, who=number)
    def begin(self, kind: str, who: int) -> None:
        if len(self.cases()) < MOST_CASES:
            author = pick([self.cast[Role.PLANNER], self.people[-3]], who)
            begin(self.world, kind, author=author)

    @rule(case=number, who=number, rows=rows_of, to=number, how=number)
    def redraw(self, case: int, who: int, rows: list[int], to: int, how: int) -> None:
        draft = pick(self.cases(), case)
        author = pick([self.cast[Role.PLANNER], self.people[-3]], who)
        with self.tried():
            operate(draft, author, **self.operation(draft, rows, to, how))

    def operation(self, draft: Proposal, rows: list[int], to: int, how: int) -> dict[str, Any]:
        """Mostly something that leaves a plan in one piece."""
        with reading(draft.pk) as plan:
            grids = [one.number for one in plan.live(Level.GRID)]
            communities = [one.number for one in plan.live(Level.COMMUNITY)]
            cells = sorted({row % plan.ground.size for row in rows})
        grid, community = pick(grids, to), pick(communities, to)
        wishes: list[dict[str, Any]] = [
            {"kind": "assign", "cells": cells[:1], "to": grid, "how": "brush"},
            {"kind": "merge_units", "units": [grid, pick(grids, rows[0])], "into": grid},
            {"kind": "merge_units", "units": [community, pick(communities, rows[0])],
             "into": community},
            {"kind": "rename_unit", "unit": grid, "name": f"网格{rows[0] % 9}"},
            {"kind": "new_unit", "cells": cells[:1], "name": "新网格", "parent": community},
            {"kind": "new_community", "grids": [grid], "name": f"社区{rows[0] % 9}"},
            {"kind": "move_grids", "grids": [grid], "to": community},
            {"kind": "undo"},
        ]  # fmt: skip
        return pick(wishes, how)

    @rule(case=number, times=st.integers(3, 14), days=later)
    def go_on(self, case: int, times: int, days: int) -> None:
        proposal = pick(self.cases(), case)
        for _ in range(times):
            with self.tried():
                go_on(proposal, self.cast, self.clock, days)

    @rule(case=number, arrow=number, who=number, days=later)
    def move_anyhow(self, case: int, arrow: int, who: int, days: int) -> None:
        proposal = pick(self.cases(), case)
        arrows = case_of(proposal).definition.transitions
        day = timezone.localdate() + timedelta(days=days)
        key, person = pick(arrows, arrow).key, pick(self.people, who)
        with self.tried():
            lead(proposal, key, person, papers=papers_of(proposal), values=Values(day))

    @rule(case=number, who=number)
    def move_from_here(self, case: int, who: int) -> None:
        """An arrow that leaves the step the case is at, by any of those who have its role."""
        proposal = pick(self.cases(), case)
        leaving = [a for a in case_of(proposal).definition.leaving(proposal.status) if a.actors]
        if leaving:
            arrow = pick(leaving, who)
            holders = [self.cast[arrow.actors[0]], *self.people[-4:-2]]
            with self.tried():
                lead(proposal, arrow.key, pick(holders, who // 7), papers=papers_of(proposal))

    @rule(case=number)
    def look(self, case: int) -> None:
        proposal = pick(self.cases(), case)
        found = case_of(proposal)
        self.seen[proposal.pk] = (found.version, found.contents)

    @rule(case=number, who=number)
    def move_on_what_was_seen(self, case: int, who: int) -> None:
        """What is older than the case, or than its contents, leads nothing."""
        proposal = pick(self.cases(), case)
        now = case_of(proposal)
        if proposal.pk not in self.seen or (now.version, now.contents) == self.seen[proposal.pk]:
            return
        version, contents = self.seen[proposal.pk]
        for arrow in now.definition.leaving(proposal.status):
            person = pick(self.people, who)
            with pytest.raises(Refused):
                lead(proposal, arrow.key, person, seen_version=version, seen_hash=contents)

    @rule(case=number, who=number, thread=number, settle=settles)
    def speak(self, case: int, who: int, thread: int, settle: bool) -> None:
        proposal, person = pick(self.cases(), case), pick(self.people, who)
        threads = list(Comment.objects.filter(proposal=proposal, thread__isnull=True))
        with self.tried():
            if threads and thread % 2:
                first = pick(threads, thread)
                answer_comment(thread=first, person=person, text="好", settles=settle)
            else:
                add_comment(proposal=proposal, person=person, text="太大", unit=1)

    @rule(case=number, who=number, what=number)
    def put_on_record(self, case: int, who: int, what: int) -> None:
        proposal, person = pick(self.cases(), case), pick(self.people, who)
        with self.tried():
            if what % 3 == 0:
                let_pass(proposal, person)
            elif what % 3 == 1:
                set_condition(proposal=proposal, person=person, text="补", reason="缺")
            else:
                paper = PaperSaid("请示", timezone.localdate())
                register_paper(proposal=proposal, person=person, paper=paper)

    @rule(case=number, days=st.integers(1, 30))
    def open_notice(self, case: int, days: int) -> None:
        with self.tried():
            announce(pick(self.cases(), case), self.cast[Role.REVIEWER], days)

    @rule(which=number, what=number)
    def at_the_notice(self, which: int, what: int) -> None:
        """A resident objects, an objection is answered, or somebody wants to end the notice."""
        notices, reviewer = list(Notice.objects.order_by("opened_at")), self.cast[Role.REVIEWER]
        if not notices:
            return
        notice = pick(notices, which)
        with self.tried():
            if what % 3 == 0:
                receive_objection(notice=notice, text="反对", sent_from=f"192.0.2.{what % 250}")
            elif what % 3 == 1:
                for objection in Objection.objects.filter(notice=notice):
                    reply(objection, reviewer)
            else:
                close_notice(notice=notice, person=reviewer)

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        self.clock.pass_days(days)

    @rule()
    def do_what_is_due(self) -> None:
        put_due_in_force()
        due = Edition.objects.filter(
            status=Edition.Status.SCHEDULED, in_force_from__lte=timezone.localdate()
        )
        assert not due.exists()

    @rule(which=number)
    def restore(self, which: int) -> None:
        editions = list(Edition.objects.filter(county=self.world.county).order_by("number"))
        if len(self.cases()) < MOST_CASES + 1:
            with self.tried():
                restore_edition(
                    edition=pick(editions, which), place=self.world.subdistrict, title="恢复",
                    author=self.cast[Role.PLANNER],
                )  # fmt: skip

    @rule(case=number, what=number)
    def change_ones_mind(self, case: int, what: int) -> None:
        """Discard it, copy it, find homes, change the rules, or lose the ground to another."""
        proposal = pick(self.cases(), case)
        with self.tried():
            if what % 5 == 0:
                discard_draft(draft=proposal)
            elif what % 5 == 1 and len(self.cases()) < MOST_CASES:
                copy_draft(source=proposal, title="副本", author=self.cast[Role.PLANNER])
            elif what % 5 == 2:
                rehome(proposal, self.cast[Role.REVIEWER])
            elif what % 5 == 3:
                threshold = Threshold.objects.filter(rule_set=proposal.rule_set).earliest("pk")
                threshold.value += 1
                threshold.save()
            elif what % 5 == 4 and what % 10 == 4:
                move_by_system(proposal=proposal, transition="supersede", reason="另有方案")

    @rule()
    def reload(self) -> None:
        forget_plans()

    @rule()
    def seal(self) -> None:
        seal_record(settled="-36500 days")
        invariants.assert_record()

    @invariant()
    def the_county_is_whole(self) -> None:
        county = self.world.county
        invariants.assert_editions(county)
        invariants.assert_time(county)
        invariants.assert_cases(county)
        for edition in Edition.objects.filter(county=county, number__gt=1):
            if edition.pk not in self.looked_at:
                invariants.assert_edition(edition, self.ground, self.households)
                self.looked_at.add(edition.pk)


def pick(values: Sequence[T], at: int) -> T:
    return values[at % len(values)]


@pytest.mark.django_db
def test_the_county_stays_whole_whatever_many_people_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_cells(world, side=250)
    cast, people = everybody(world)
    here = {"world": world, "cast": cast, "people": people, "clock": Clock(monkeypatch)}
    machine = type("ManyPeopleHere", (ManyPeople,), here)
    run_state_machine_as_test(machine, settings=SETTINGS)
    assert happened["published"], f"nobody ever came to the end: {happened}"
    print(RUNS, "runs:", dict(happened.most_common()))
