"""Plans kept in the process, so that an operation need not read its draft again.

A plan is brought up from the log where another process wrote, read anew where its version is one
the database does not know (its transaction failed), and forgotten when it was long not asked for.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, RLock
from uuid import UUID

from django.db import transaction

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
        plan = self.plan
        if plan is None or plan.version > proposal.version:
            plan = self.plan = read_plan(proposal)
        elif plan.version < proposal.version:
            _catch_up(plan, proposal)
        return plan


_held: OrderedDict[UUID, Held] = OrderedDict()
_choosing = Lock()


@contextmanager
def holding(key: UUID) -> Iterator[Held]:
    """The held plan of a draft, for this thread alone; dropped when anything fails but a refusal,
    which comes before the plan is touched."""
    held = _find(key)
    with held.lock:
        try:
            yield held
        except Refused:
            raise
        except BaseException:
            held.plan = None
            raise


@contextmanager
def reading(key: UUID) -> Iterator[Plan]:
    """The plan of a draft as it stands; it must not be changed."""
    with holding(key) as held:
        version = Proposal.objects.values_list("version", flat=True).get(pk=key)
        plan = held.plan
        if plan is None or plan.version != version:
            with transaction.atomic():
                plan = held.at(Proposal.objects.select_for_update(no_key=True).get(pk=key))
        yield plan


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
