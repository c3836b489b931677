"""What of the map of staff is asked for: colours, a subdistrict, whom to find on it."""

from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, QueryDict

from communities.territory.models import Place
from grids.staffing.models import Person, Unit
from grids.staffing.queries import GridStaff
from layers.pages.staffing.mapping.colouring import Theme
from layers.pages.staffing.rooms import Room

R = TypeVar("R", Person, Unit)


@dataclass(frozen=True)
class Asked:
    """One view of the map; whatever is not there, or nonsense, is as if it were not asked for."""

    theme: Theme
    street: Place | None = None
    unit: Unit | None = None
    person: Person | None = None
    grid: UUID | None = None

    def shows(self, row: GridStaff) -> bool:
        """Whether a grid is among those that are looked for."""
        return (
            (self.grid == row.grid.pk)
            or (self.unit is not None and any(one.unit_id == self.unit.pk for one in row.coverage))
            or (
                self.person is not None
                and any(one.person_id == self.person.pk for one in row.postings)
            )
        )

    def query(self, **other: object) -> str:
        """The address of this view, with one thing in it otherwise; empty values fall away."""
        said = {
            "colour": self.theme.value,
            "street": self.street and self.street.pk,
            "unit": self.unit and self.unit.pk,
            "person": self.person and self.person.pk,
            "grid": self.grid,
            **other,
        }
        return urlencode({name: value for name, value in said.items() if value})


def read_asked(request: HttpRequest, room: Room, streets: list[Place]) -> Asked:
    """What the address asks for."""
    asked = request.GET
    themes = [one.value for one in Theme]
    theme = asked.get("colour", "")
    return Asked(
        theme=Theme(theme) if theme in themes else Theme.UNIT,
        street=next((one for one in streets if str(one.pk) == asked.get("street")), None),
        unit=_row(room, Unit, asked, "unit"),
        person=_row(room, Person, asked, "person"),
        grid=_key(asked.get("grid", "")),
    )


def _row(room: Room, model: type[R], asked: QueryDict, name: str) -> R | None:
    said = asked.get(name, "")
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        return None
    return model.objects.filter(county=room.county.pk, pk=int(said)).first()


def _key(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
