"""An operation takes the plan, then the row; a move has the row, then looks at the plan."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction

from grids.proposals.drafts.plans import holding, reading
from grids.proposals.models import Proposal
from tests.drafts.asking import assign
from tests.drafts.town import G1, begin, block, lay_cells
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft() -> Proposal:
    world = make_world()
    lay_cells(world)
    draft = begin(world)
    assign(draft, world.planner, block(5, 0, 6, 10), G1)
    return draft


def lock_row(draft: Proposal) -> None:
    Proposal.objects.select_for_update(no_key=True).get(pk=draft.pk)


def operate_as_far_as_the_row(draft: Proposal, has_plan: threading.Event) -> str:
    """What an operation does, but it gives up the row after a while."""
    try:
        with holding(draft.pk), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            has_plan.set()
            lock_row(draft)
    except OperationalError:
        return "waited for each other"
    finally:
        connection.close()
    return "done"


def test_who_has_the_row_reads_the_plan_though_an_operation_has_it(draft: Proposal) -> None:
    has_plan = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_row(draft)
            operation = pool.submit(operate_as_far_as_the_row, draft, has_plan)
            has_plan.wait()
            with reading(draft.pk) as plan:
                seen = plan.version, len(plan.rows_of(G1))
        assert operation.result() == "done"
    assert seen == (1, 60)


def test_inside_a_transaction_a_plan_that_is_free_is_the_one_kept(draft: Proposal) -> None:
    with reading(draft.pk) as kept, transaction.atomic():
        lock_row(draft)
        with reading(draft.pk) as plan:
            assert plan is kept
