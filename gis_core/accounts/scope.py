"""One scope: the queryset behind every page, tile, export, search and job.

Outside a scope a thing does not exist: views answer 404, the same for absent and forbidden.
"""

import datetime
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from gis_core.accounts.models import Membership, User
from gis_core.accounts.roles import PERMISSIONS, Action, Reach, Role

M = TypeVar("M", bound=Model)


class Scoped(Protocol):
    """What a model offers so that a scope can narrow it."""

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        """Rows that belong to any of these counties."""

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        """Rows that lie inside any of these permanent places in the edition in force."""


@dataclass(frozen=True)
class Scope:
    """Where one person may perform one action: whole counties, and single places."""

    action: Action
    counties: frozenset[UUID] = field(default_factory=frozenset)
    places: frozenset[UUID] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.counties or self.places)

    def of(self, model: type[M]) -> "QuerySet[M]":
        """The rows of `model` inside this scope.

        Raises:
            TypeError: the model does not say where its rows lie; nothing is shown by accident.
        """
        rows = model._default_manager.all()
        if not self:
            return rows.none()
        condition = Q()
        if self.counties:
            condition |= _scoped(model).in_counties(self.counties)
        if self.places:
            condition |= _scoped(model).in_places(self.places)
        return rows.filter(condition)


def _scoped(model: type[Model]) -> type[Scoped]:
    if not (hasattr(model, "in_counties") and hasattr(model, "in_places")):
        raise TypeError(f"{model.__name__} does not say where its rows lie")
    return cast(type[Scoped], model)


@dataclass(frozen=True)
class Roles:
    """What a person is, and where, at the moment of reading."""

    held: tuple[tuple[str, UUID, UUID], ...]

    def scope(self, action: Action) -> Scope:
        """The territory in which these roles allow the action."""
        counties, places = set(), set()
        for role, county, place in self.held:
            reach = PERMISSIONS[action].get(Role(role))
            if reach == Reach.COUNTY or (reach == Reach.OWN and place == county):
                counties.add(county)
            elif reach == Reach.OWN:
                places.add(place)
        return Scope(action, frozenset(counties), frozenset(places))


def roles_of(user: User | AnonymousUser) -> Roles:
    """The roles of `user` today, none for who is not signed in or not active.

    Reads the memberships afresh at every call, so that a role taken away ends at once.
    """
    if not user.is_authenticated or not user.is_active:
        return Roles(())
    return Roles(tuple(_current_memberships(user, timezone.localdate())))


def scope_for(user: User | AnonymousUser, action: Action) -> Scope:
    """The territory in which `user` may perform `action` today; see `roles_of`."""
    return roles_of(user).scope(action)


def _current_memberships(
    user: User, day: datetime.date
) -> "QuerySet[Membership, tuple[str, UUID, UUID]]":
    return (
        Membership.objects.filter(user=user, since__lte=day)
        .filter(Q(until__isnull=True) | Q(until__gt=day))
        .values_list("role", "county_key", "place_key")
    )
