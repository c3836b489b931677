"""The checklist of a draft, line by line."""

from collections.abc import Iterable

from grids.checklist.lines import Fault, Line, Outcome, Waiver
from grids.checklist.queries import checklist
from grids.proposals.drafts.grounds import _ground
from grids.proposals.drafts.plans import forget_plans
from grids.proposals.models import Proposal

PASSED, BROKEN, WAIVED, NO_DATA = Outcome.PASSED, Outcome.BROKEN, Outcome.WAIVED, Outcome.NO_DATA


def line_of(draft: Proposal, key: str, waivers: Iterable[Waiver] = ()) -> Line:
    """One line of the checklist as the database has the draft now."""
    forget_plans()
    _ground.cache_clear()
    draft = Proposal.objects.get(pk=draft.pk)
    [line] = [line for line in checklist(draft, waivers) if line.key == key]
    return line


def only_fault(draft: Proposal, key: str) -> Fault:
    """The one fault of a broken line."""
    line = line_of(draft, key)
    assert line.outcome == BROKEN
    [fault] = line.faults
    return fault
