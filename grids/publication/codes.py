"""Names and codes of the places to be: what the desk gave where it can stand, else the next free.

A new community's code is provisional, from 601 upwards, until the statistics bureau issues one;
a grid's is its community's and three digits more. A code that ever named a place names no other.
Source: domain reference 2.3.
"""

from dataclasses import dataclass
from uuid import UUID

from communities.territory.models import Designation, Place
from gis_core.accounts.models import Level
from grids.proposals.drafting.codes import FIRST_PROVISIONAL, free_codes
from grids.proposals.drafting.effects import UnitState
from grids.publication.drafts import Draft


@dataclass(frozen=True)
class Called:
    """What a unit of the draft will be called and coded as a place."""

    code: str
    status: str
    name: str
    name_en: str


def call_units(draft: Draft) -> dict[int, Called]:
    """The names and codes of all units that become places, by number."""
    places = Place.objects.filter(county=draft.proposal.county_id)
    past = Designation.objects.filter(place__in=places)
    codes = places.values_list("code", flat=True).union(past.values_list("code", flat=True))
    used = set(codes)
    found: dict[int, Called] = {}
    for level in (Level.COMMUNITY, Level.GRID):
        for unit in draft.units_after(level).values():
            called = _call(draft, unit, found, used)
            used.add(called.code)
            found[unit.number] = called
    return found


def _call(draft: Draft, unit: UnitState, above: dict[int, Called], used: set[str]) -> Called:
    place = draft.known[UUID(unit.place)] if unit.place else None
    english = place.name_en if place is not None and place.name == unit.name else ""
    if place is not None and not _regrouped(draft, unit, place, above):
        return Called(place.code, place.code_status, unit.name, english)
    prefix, status = _prefix(draft, unit, above)
    return Called(_code(unit, place, prefix, used), status, unit.name, english)


def _regrouped(draft: Draft, unit: UnitState, place: Place, above: dict[int, Called]) -> bool:
    """Whether a grid's code names another community than the one it is in now."""
    if unit.level != Level.GRID or unit.parent is None:
        return False
    before = draft.parent_before(str(place.pk))
    same = str(before) == draft.after.units[unit.parent].place
    return not same and not place.code.startswith(above[unit.parent].code)


def _prefix(draft: Draft, unit: UnitState, above: dict[int, Called]) -> tuple[str, str]:
    """The code of what the unit lies in, and whether a code below it is provisional."""
    if unit.level == Level.GRID and unit.parent is not None:
        return above[unit.parent].code, above[unit.parent].status
    ground = draft.after.ground
    row = ground.subdistrict_ids.index(draft.subdistrict_of(unit.number))
    return ground.subdistrict_codes[row], Place.CodeStatus.PROVISIONAL


def _code(unit: UnitState, place: Place | None, prefix: str, used: set[str]) -> str:
    """The desk's code where it is new and of the right form; else the next free one."""
    first = FIRST_PROVISIONAL if unit.level == Level.COMMUNITY else 1
    given = unit.code
    formed = len(given) == len(prefix) + 3 and given.startswith(prefix) and given.isdecimal()
    if place is None and formed and int(given[-3:]) >= first and given not in used:
        return given
    return next(free_codes(prefix, used, first))
