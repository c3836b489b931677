"""Many hands on the same grid in the same moment: real threads, real transactions, one winner."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from grids.proposals.drafting.refusals import Refused
from grids.staffing.models import Coverage, Posting, Roster
from grids.staffing.rosters.services import apply_roster
from grids.staffing.services import end_posting
from tests.staffing.cast import TODAY, cover, hire, person, post
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8


def at_once(do: Callable[[int], object]) -> Counter[str]:
    """How often each outcome came of threads that begin in the same moment."""
    ready = threading.Barrier(THREADS)

    def run(thread: int) -> str:
        try:
            connection.ensure_connection()
            ready.wait()
            do(thread)
        except Refused as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(run, range(THREADS)))


@pytest.fixture
def town() -> World:
    return make_world()


def test_one_of_many_becomes_the_officer_and_one_unit_leads(town: World) -> None:
    people = [person(town, f"候选{number}") for number in range(THREADS)]
    given = at_once(lambda thread: post(people[thread], town.grids[0]))
    assert given == {"done": 1, "grid_has_full_time": THREADS - 1}
    cast = hire(town)
    units = [cast.police, cast.taxes] * (THREADS // 2)
    given = at_once(lambda thread: cover(units[thread], town.grids[0]))
    assert given["done"] == 1
    assert (Posting.objects.count(), Coverage.objects.count()) == (1, 1)


def test_a_posting_ends_once_and_a_roster_is_taken_over_once(town: World) -> None:
    row = post(hire(town).li, town.grids[0])
    given = at_once(
        lambda _thread: end_posting(posting=row, on=TODAY, reason="调整", seen_version=0)
    )
    assert given == {"done": 1, "stale": THREADS - 1}
    roster = Roster.objects.create(
        county=town.county, kind="people", file_name="名册", sha256="0", digest="1",
        rows=[{"grid": "第一网格", "name": "钱一", "capacity": "楼栋长"}],
    )  # fmt: skip
    given = at_once(lambda _thread: apply_roster(roster=roster, person=None, seen_version=0))
    assert given == {"done": THREADS}
    assert Posting.objects.filter(person__name="钱一").count() == 1
