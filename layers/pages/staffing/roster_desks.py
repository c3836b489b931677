"""Rosters lie on two desks: of people and units, and of service items. What differs is here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop

from communities.territory.models import County
from grids.staffing.models import Roster
from layers.pages.services.rooms import keeping_room
from layers.pages.staffing.rooms import assigning_room


class DeskRoom(Protocol):
    """What a desk needs of the room it stands in."""

    @property
    def request(self) -> HttpRequest: ...

    @property
    def county(self) -> County: ...

    def context(self, **more: Any) -> dict[str, Any]: ...


@dataclass(frozen=True)
class RosterDesk:
    """`title` heads it; `opens` lets in who may import; `names` are the routes, `back` the page
    it belongs to, in whose `frame` it is shown."""

    title: str
    kinds: tuple[Roster.Kind, ...]
    opens: Callable[[HttpRequest, str], Any]
    names: dict[str, str]
    back: str
    frame: str

    def places(self, room: Any) -> frozenset[UUID] | None:
        """Where the person may write; None for all of the county."""
        found: frozenset[UUID] | None = (
            room.reach if Roster.Kind.ITEMS in self.kinds else room.own_grids
        )
        return found

    def address(self, room: DeskRoom, what: str, roster: Roster | None = None) -> str:
        """Where one lists, shows, applies, drops or undoes."""
        key = [roster.pk] if roster is not None else []
        return reverse(self.names[what], args=[room.county.code, *key])

    def links(self, room: DeskRoom, roster: Roster | None = None) -> dict[str, str]:
        """The addresses a page of the desk leads to."""
        found = {
            "list": self.address(room, "list"),
            "back": reverse(self.back, args=[room.county.code]),
        }
        if roster is not None:
            found |= {what: self.address(room, what, roster) for what in ("apply", "drop", "undo")}
        return found


STAFF = RosterDesk(
    title=gettext_noop("名册导入"),
    kinds=(Roster.Kind.PEOPLE, Roster.Kind.UNITS),
    opens=assigning_room,
    names={
        "list": "rosters",
        "show": "roster",
        "apply": "apply_roster",
        "drop": "drop_roster",
        "undo": "undo_roster",
    },
    back="staff",
    frame="pages/staffing/frame.html",
)
ITEMS = RosterDesk(
    title=gettext_noop("服务事项导入"),
    kinds=(Roster.Kind.ITEMS,),
    opens=keeping_room,
    names={
        "list": "service_lists",
        "show": "service_list",
        "apply": "apply_service_list",
        "drop": "drop_service_list",
        "undo": "undo_service_list",
    },
    back="services",
    frame="pages/services/frame.html",
)
