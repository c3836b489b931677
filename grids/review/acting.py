"""In which role a person acts on a proposal, and whom that concerns.

A street's role reaches the proposals of the street; a community head's or an officer's reaches
those of the street their community lies in, because it is about them.
"""

import datetime
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from communities.territory.models import Boundary
from communities.territory.queries import DEPTH, places_under
from gis_core.accounts.models import Membership, User
from gis_core.accounts.roles import PERMISSIONS, Action, Reach, Role
from gis_core.accounts.scope import scope_for
from grids.proposals.models import Proposal

CONCERNED = (Role.COMMUNITY_HEAD, Role.FULL_TIME_OFFICER)
_NOT_SENT = (Proposal.Status.DRAFT, Proposal.Status.DISCARDED)


def memberships_for(
    proposal: Proposal,
    action: Action,
    roles: Collection[Role] = tuple(Role),
    departments: Collection[str] = (),
) -> "QuerySet[Membership]":
    """The memberships of today by which somebody may do this to the proposal, by role; of a
    department's people only those of `departments`, where any are named."""
    reach = {role: far for role, far in PERMISSIONS[action].items() if role in roles}
    whole = [role for role, far in reach.items() if far == Reach.COUNTY]
    own = [role for role, far in reach.items() if far == Reach.OWN]
    inside = [role for role in own if role in CONCERNED]
    where = Q(role__in=whole) | Q(
        role__in=own, place_key__in=[proposal.place_id, proposal.county_id]
    )
    if inside:
        where |= Q(role__in=inside, place_key__in=places_under([proposal.place_id]))
    if departments:
        where &= ~Q(role=Role.DEPARTMENT) | Q(department__in=departments)
    held = _held_on(timezone.localdate()).filter(where, county_key=proposal.county_id)
    return held.filter(user__is_active=True).order_by("pk")


def membership_for(
    person: User,
    proposal: Proposal,
    action: Action,
    roles: Collection[Role] = tuple(Role),
    departments: Collection[str] = (),
) -> Membership | None:
    """The person's own of these, None where they may not."""
    return memberships_for(proposal, action, roles, departments).filter(user=person).first()


def cases_seen_by(person: User) -> "QuerySet[Proposal]":
    """The proposals a person may see: drafts in their scope, and what has been sent that lies in
    it, or that it lies in."""
    drafts = scope_for(person, Action.VIEW_DRAFT).of(Proposal)
    scope = scope_for(person, Action.VIEW_CASE)
    about = _places_above(scope.places)
    sent = Proposal.objects.filter(
        Q(pk__in=scope.of(Proposal).values("pk")) | Q(place__in=about)
    ).exclude(status__in=_NOT_SENT)
    return Proposal.objects.filter(Q(pk__in=drafts.values("pk")) | Q(pk__in=sent.values("pk")))


def _held_on(day: datetime.date) -> "QuerySet[Membership]":
    begun = Membership.objects.filter(since__lte=day)
    return begun.filter(Q(until__isnull=True) | Q(until__gt=day))


def _places_above(places: Iterable[UUID]) -> set[UUID]:
    """The places in which these lie, in the editions in force."""
    found: set[UUID] = set()
    frontier = set(places)
    for _ in range(DEPTH):
        rows = Boundary.objects.in_force().filter(place__in=frontier, parent__isnull=False)
        frontier = {key for key in rows.values_list("parent_id", flat=True) if key} - found
        found |= frontier
    return found
