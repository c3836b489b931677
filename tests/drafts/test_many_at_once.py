"""Many windows at one draft in the same moment: real threads, real transactions.

Once as threads of one process, which share its plans, and once as so many processes, each with
its own, which only the database keeps apart.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.db import connection

from grids.proposals.drafting.refusals import Conflicting
from grids.proposals.drafts import operating, plans
from grids.proposals.drafts.operating import apply_operation
from grids.proposals.drafts.plans import Held, reading
from grids.proposals.drafts.requests import Request
from grids.proposals.drafts.storing import store_effect
from grids.proposals.models import Operation, Proposal
from tests.drafts.lines import assert_same, fresh
from tests.drafts.town import G1, G2, at, begin, lay_cells
from tests.drafts.whole import assert_figures, assert_log, assert_shared_out
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 16
BESIDE = [G2] * 5 + [G1] * 5 + [G2] * (THREADS - 10)  # where the cells of column x do not belong
T = TypeVar("T")


@pytest.fixture
def town() -> World:
    world = make_world()
    lay_cells(world)
    return world


@pytest.fixture(params=["threads", "processes"])
def draft(town: World, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Proposal:
    if request.param == "processes":
        own = threading.local()

        def find(_: object) -> Held:
            own.held = getattr(own, "held", None) or Held()
            return own.held  # type: ignore[no-any-return]  # a thread's own attribute

        monkeypatch.setattr(plans, "_find", find)
    return begin(town, "consolidation")


def at_once(do: Callable[[int], T]) -> list[T]:
    """What sixteen threads bring back that begin in the same moment."""
    ready = threading.Barrier(THREADS)

    def run(thread: int) -> T:
        try:
            connection.ensure_connection()
            ready.wait()
            return do(thread)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def ask(draft: Proposal, version: int, row: int, to: int, key: str) -> dict[str, Any]:
    assert draft.author
    wish = {"kind": "assign", "cells": [row], "to": to, "how": "pick"}
    request = Request(version, wish, key, tab=f"tab-{threading.get_ident()}")
    return apply_operation(proposal=draft, user=draft.author, request=request)


def insist(draft: Proposal, version: int, row: int, to: int, key: str) -> int:
    """Ask again on each newer version until it is made; the version then."""
    while True:
        try:
            return int(ask(draft, version, row, to, key)["version"])
        except Conflicting as conflict:
            if conflict.changed["version"] <= version:
                raise
            version = int(conflict.changed["version"])


def assert_sound(draft: Proposal, operations: int) -> None:
    """Every operation is in the log, once; and plan, rows and log say the same."""
    draft.refresh_from_db()
    versions = Operation.objects.filter(proposal=draft).values_list("version", flat=True)
    assert sorted(versions) == list(range(1, operations + 1))
    assert draft.version == operations
    with reading(draft.pk) as plan:
        assert_shared_out(plan)
        assert_figures(plan)
        assert_log(draft, plan)
        assert_same(plan, fresh(draft))


def test_no_operation_is_lost_and_versions_follow_each_other(draft: Proposal) -> None:
    """Every thread moves a cell of its own; all of them want the same grids."""
    answered = at_once(
        lambda thread: insist(draft, 0, at(thread, 2), BESIDE[thread], f"key-{thread:03}")
    )
    with reading(draft.pk) as plan:
        assert [int(plan.labels[at(x, 2)]) for x in range(THREADS)] == BESIDE
    assert len(set(answered)) == THREADS
    assert_sound(draft, THREADS)


def test_one_key_from_everywhere_is_one_operation(draft: Proposal) -> None:
    answers = at_once(lambda _: ask(draft, 0, at(7, 7), G1, "the-only-key"))
    assert all(answer == answers[0] for answer in answers)
    assert_sound(draft, 1)


def test_who_is_late_is_told_so(draft: Proposal) -> None:
    """All take a cell of the same grid on the version they saw: one is the first."""

    def take(thread: int) -> int:
        try:
            ask(draft, 0, at(10 + thread % 10, thread // 10), G1, f"key-{thread:03}")
        except Conflicting as conflict:
            return len(conflict.changed["conflicts"])
        return 0

    told = at_once(take)
    assert sorted(told) == [0] + [1] * (THREADS - 1)
    assert_sound(draft, 1)


def test_what_fails_after_writing_leaves_nothing(
    draft: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every other thread's rows are written, and then it dies."""
    doomed = threading.local()

    def write(*given: Any) -> None:
        store_effect(*given)
        if getattr(doomed, "now", False):
            raise RuntimeError("the power is gone")

    monkeypatch.setattr(operating, "store_effect", write)

    def work(thread: int) -> bool:
        doomed.now = thread % 2 == 1
        try:
            insist(draft, 0, at(10 + thread % 10, thread // 10), G1, f"key-{thread:03}")
        except RuntimeError:
            return False
        return True

    made = at_once(work)
    assert made == [thread % 2 == 0 for thread in range(THREADS)]
    taken = {at(10 + thread % 10, thread // 10) for thread in range(0, THREADS, 2)}
    with reading(draft.pk) as plan:
        assert {
            row for row in range(at(0, 2)) if plan.labels[row] == G1 and row % 20 >= 10
        } == taken
    assert_sound(draft, THREADS // 2)
