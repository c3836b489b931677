"""What anyone is told about a grid: its ground, who is on duty with the duty line, its units.

No personal telephone is ever told, of nobody: a duty line that is somebody's own number, and a
unit's number that is a mobile one, stay out; of the police there is the duty line alone. Building
heads and part-time officers are residents: they are counted, not named. Households are not told.
"""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from communities.territory.models import Boundary, County, Edition, Place
from communities.territory.queries import edition_in_force
from gis_core.accounts.models import Level
from gis_core.phones import MOBILE
from grids.staffing.capacities import LEGAL, Capacity
from grids.staffing.models import Coverage, Person, Unit
from grids.staffing.queries import coverage_on, postings_on
from layers.pages.member.ground import GridGround, ground_of

NAMED = (
    Capacity.FULL_TIME,
    Capacity.GRID_LEADER,
    Capacity.INSTRUCTOR,
    Capacity.SECONDED_CADRE,
    *LEGAL,
)


@dataclass(frozen=True)
class Officer:
    """Somebody on duty; `phone` is a duty line or empty."""

    name: str
    capacity: str
    unit: Unit | None
    phone: str


@dataclass(frozen=True)
class Covering:
    """A covering unit and how it covers; `phone` is an office's or empty."""

    unit: Unit
    part: str
    phone: str


@dataclass(frozen=True)
class PublicGrid:
    """One grid of the edition in force as anyone sees it."""

    county: County
    edition: Edition
    ground: GridGround
    officers: tuple[Officer, ...]
    coverage: tuple[Covering, ...]
    helpers: int


def open_county(code: str) -> tuple[County, Edition]:
    """A county that is in use, with its edition in force. Raises Http404."""
    found: County | None = County.objects.filter(code=code, abolished=False).first()
    edition = edition_in_force(found) if found is not None else None
    if found is None or edition is None:
        raise Http404
    return found, edition


def grid_of(county: County, *, code: str = "", key: UUID | None = None) -> Place:
    """A grid in force by its code, or by the key that never changes. Raises Http404."""
    rows = Boundary.objects.in_force().filter(county=county, level=Level.GRID)
    rows = rows.filter(place=key) if key else rows.filter(place__code=code)
    found = rows.select_related("place").defer("geom", "geom_3857").first()
    if found is None:
        raise Http404
    place: Place = found.place
    return place


def read_public(county: County, edition: Edition, grid: Place) -> PublicGrid:
    """Everything the grid's page says. Raises Http404 where the edition does not have it."""
    ground = ground_of(grid, county.code)
    if ground is None:
        raise Http404
    day = timezone.localdate()
    postings = list(postings_on(county, day).filter(place=grid))
    named = [one for one in postings if one.capacity in NAMED]
    order = list(NAMED)
    named.sort(key=lambda one: order.index(Capacity(one.capacity)))
    return PublicGrid(
        county=county,
        edition=edition,
        ground=ground,
        officers=tuple(_officer(one.person, Capacity(one.capacity)) for one in named),
        coverage=tuple(_covering(one) for one in coverage_on(county, day).filter(grid=grid)),
        helpers=len(postings) - len(named),
    )


def duty_line(person: Person) -> str:
    """The line of duty; nothing where it is the person's own number, or a mobile of the police."""
    phone: str = person.duty_phone
    own = phone == person.personal_phone
    police = person.capacity == Capacity.POLITICAL_LEGAL and MOBILE.fullmatch(phone)
    return "" if own or police else phone


def office_line(unit: Unit) -> str:
    """The number of an office; a mobile one is somebody's."""
    phone: str = unit.contact_phone
    return "" if MOBILE.fullmatch(phone) else phone


def _officer(person: Person, capacity: Capacity) -> Officer:
    return Officer(person.name, str(capacity.label), person.home_unit, duty_line(person))


def _covering(row: Coverage) -> Covering:
    return Covering(row.unit, row.get_part_display(), office_line(row.unit))
