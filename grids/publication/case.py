"""What the life-cycle of a proposal asks of publishing: a guard, and what activating does.

The life-cycle finds both by name in its registry; they run inside the
transaction of the move, so what is refused here undoes it.
"""

import datetime
from collections.abc import Sequence
from typing import Protocol

from django.utils import timezone

from gis_core.accounts.models import User
from grids.proposals.models import Proposal
from grids.publication.refusals import Reason
from grids.publication.rehoming import reasons_of_rehoming
from grids.publication.services import publish_proposal


class Case(Protocol):
    """The case that moves."""

    @property
    def proposal(self) -> Proposal: ...


class Moving(Protocol):
    """As much of a move as is looked at here."""

    @property
    def case(self) -> Case: ...
    @property
    def person(self) -> User | None: ...


class Values(Protocol):
    """What was said along with the move."""

    @property
    def in_force_from(self) -> datetime.date | None: ...


def rehomed(moving: Moving) -> Sequence[Reason]:
    """Whoever hangs at a place that ends and has nowhere to go yet."""
    return list(reasons_of_rehoming(moving.case.proposal, timezone.localdate()))


def publish(moving: Moving, values: Values) -> None:
    """Make the edition. Raises PublicationRefused, which undoes the move."""
    publish_proposal(
        proposal=moving.case.proposal,
        person=moving.person,
        in_force_from=values.in_force_from,
    )
