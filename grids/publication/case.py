"""What the life-cycle of a proposal asks of publishing: a guard, and what activating does.

The life-cycle finds both by name in its registry; they run inside the
transaction of the move, so what is refused here undoes it.
"""

import datetime
from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gis_core.accounts.models import User
from grids.proposals.models import Proposal
from grids.publication.models import Publication
from grids.publication.rehoming import reasons_of_rehoming
from grids.publication.services import publish_proposal
from grids.review.moving.services import move_by_system
from grids.review.registry import Hindrance


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


def rehomed(moving: Moving) -> Sequence[Hindrance]:
    """Whoever hangs at a place that ends and has nowhere to go yet."""
    reasons = reasons_of_rehoming(moving.case.proposal, timezone.localdate())
    return [Hindrance(*reason) for reason in reasons]


def publish(moving: Moving, values: Values) -> None:
    """Make the edition. Raises PublicationRefused, which undoes the move."""
    publish_proposal(
        proposal=moving.case.proposal,
        person=moving.person,
        in_force_from=values.in_force_from,
    )


def enter(publication: Publication) -> None:
    """Lead the case of an edition that enters to its end, in the same transaction."""
    proposal = publication.proposal
    proposal.refresh_from_db(fields=["status"])
    if proposal.status == Proposal.Status.SCHEDULED:
        with override(settings.LANGUAGE_CODE):
            text = _("第 %(number)s 版已生效。") % {"number": publication.edition.number}
        move_by_system(proposal=proposal, transition="enter", reason=text)
