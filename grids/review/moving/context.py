"""A move while it is looked at and made: all that guards and consequences may ask for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gis_core.accounts.models import User
from grids.proposals.models import Proposal
from grids.review.contents import content_hash
from grids.review.lifecycle.definition import Definition, Transition
from grids.review.models import CaseEvent, Lifecycle


@dataclass
class Case:
    """A proposal on its way: its life-cycle, and what happened to it so far."""

    proposal: Proposal
    lifecycle: Lifecycle
    events: Sequence[CaseEvent]

    @cached_property
    def definition(self) -> Definition:
        return self.lifecycle.read()

    @property
    def version(self) -> int:
        """The number of the last event, 0 before the first."""
        return self.events[-1].sequence if self.events else 0

    @cached_property
    def contents(self) -> str:
        """The hash of the contents as they are now."""
        return content_hash(self.proposal)

    @property
    def bound(self) -> CaseEvent | None:
        """The last event whose word holds for the contents it was given of."""
        return next((event for event in reversed(self.round) if event.binds), None)

    @property
    def round(self) -> Sequence[CaseEvent]:
        """The events since the case was last open to be redrawn."""
        back = [
            place
            for place, event in enumerate(self.events, start=1)
            if event.target in Proposal.EDITABLE
        ]
        return self.events[back[-1] :] if back else self.events

    @property
    def is_stale(self) -> bool:
        """Whether what was audited or decided is no longer what there is."""
        return self.bound is not None and self.bound.content_hash != self.contents


@dataclass
class Moving:
    """One transition of a case, by somebody or, without a person, by the system."""

    case: Case
    arrow: Transition
    person: User | None = None
    reason: str = ""
    event: CaseEvent | None = field(default=None)

    @property
    def proposal(self) -> Proposal:
        return self.case.proposal
