"""Plans kept in the process, so that an operation need not read its draft again.

A plan is brought up from the log where another process wrote, read anew where its version is one
the database does not know (its transaction failed) or where venues or roads have changed, and
forgotten when it was long not asked for.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, RLock
from uuid import UUID

from django.db import connection, transaction

from grids.division.sites import state_of_sites
from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.storing import read_plan
from grids.proposals.models import Operation, Proposal

KEPT = 24


class Held:
    """The plan of one draft in this process; used by one thread at a time."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.plan: Plan | None = None

    def at(self, proposal: Proposal) -> Plan:
        """The plan of exactly the version this row has; the row is locked by the caller."""
        plan = self.plan_of_now(proposal.county_id)
        if plan is None or plan.version > proposal.version:
            plan = self.plan = read_plan(proposal)
        elif plan.version < proposal.version:
            _catch_up(plan, proposal)
        return plan

    def plan_of_now(self, county: UUID) -> Plan | None:
        """The plan, unless the county's venues or roads are others than it was measured with."""
        if self.plan is not None and self.plan.ground.state != state_of_sites(county):
            self.plan = None
        return self.plan


_held: OrderedDict[UUID, Held] = OrderedDict()
_choosing = Lock()


@contextmanager
def holding(key: UUID) -> Iterator[Held]:
    """The held plan of a draft, for this thread alone; dropped when anything fails but a refusal,
    which comes before the plan is touched. Whoever locks the draft's row as well does so inside."""
    held = _find(key)
    with held.lock, _dropping(held):
        yield held


@contextmanager
def reading(key: UUID) -> Iterator[Plan]:
    """The plan of a draft as it stands; it must not be changed.

    A transaction may have locked the row for which an operation waits with the plan in its hand.
    So inside one the plan is not waited for: it is read anew where it is not free.
    """
    held = _find(key)
    if not held.lock.acquire(blocking=not connection.in_atomic_block):
        yield read_plan(_lock(key))
        return
    try:
        with _dropping(held):
            yield _up_to_date(held, key)
    finally:
        held.lock.release()


def _up_to_date(held: Held, key: UUID) -> Plan:
    version, county = Proposal.objects.values_list("version", "county_id").get(pk=key)
    plan = held.plan_of_now(county)
    if plan is not None and plan.version == version:
        return plan
    with transaction.atomic():
        return held.at(_lock(key))


def _lock(key: UUID) -> Proposal:
    return Proposal.objects.select_for_update(no_key=True).get(pk=key)


@contextmanager
def _dropping(held: Held) -> Iterator[None]:
    try:
        yield
    except Refused:
        raise
    except BaseException:
        held.plan = None
        raise


def forget_plans() -> None:
    """Empty the cache of this process."""
    with _choosing:
        _held.clear()


def _find(key: UUID) -> Held:
    with _choosing:
        held = _held.setdefault(key, Held())
        _held.move_to_end(key)
        while len(_held) > KEPT:
            _held.popitem(last=False)
        return held


def _catch_up(plan: Plan, proposal: Proposal) -> None:
    made = Operation.objects.filter(
        proposal=proposal, version__gt=plan.version, version__lte=proposal.version
    )
    for version, effect in made.order_by("version").values_list("version", "effect"):
        plan.apply(Effect.from_json(effect))
        plan.version = version
