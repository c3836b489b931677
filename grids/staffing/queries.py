"""Reads of who stands where on a day: grid by grid, and who has no grid."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from communities.territory.models import County, Edition, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from grids.division.models import UnitFigures
from grids.staffing.capacities import Capacity, Part
from grids.staffing.editions import edition_of_today
from grids.staffing.models import Coverage, Person, Posting, Unit
from grids.staffing.periods import on_day


@dataclass(frozen=True)
class GridStaff:
    """One grid of an edition with who is there; `households` is None where it is not known."""

    grid: Place
    community: Place | None
    households: int | None
    postings: tuple[Posting, ...] = ()
    coverage: tuple[Coverage, ...] = ()

    def count(self, capacities: Iterable[str]) -> int:
        """How many people are there in any of these capacities."""
        wanted = set(capacities)
        return sum(one.capacity in wanted for one in self.postings)

    def people_by_capacity(self) -> dict[Capacity, list[Person]]:
        """Everybody there, in the order of the capacities."""
        found = {
            one: [row.person for row in self.postings if row.capacity == one] for one in Capacity
        }
        return {one: people for one, people in found.items() if people}

    @property
    def named(self) -> list[Person | Unit]:
        """Every person and unit there."""
        people = [row.person for row in self.postings]
        return [*people, *(row.unit for row in self.coverage)]

    @property
    def lead(self) -> Coverage | None:
        return next((one for one in self.coverage if one.part == Part.LEAD), None)

    @property
    def support(self) -> list[Coverage]:
        return [one for one in self.coverage if one.part == Part.SUPPORT]


@dataclass(frozen=True)
class Staffing:
    """The staff of a county on a day, by the grids of one edition."""

    county: County
    edition: Edition
    day: datetime.date
    grids: tuple[GridStaff, ...]
    people_without_grid: tuple[Person, ...]
    units_without_grid: tuple[Unit, ...]


def postings_on(county: Place, day: datetime.date) -> "QuerySet[Posting]":
    """The postings that hold on a day, the people with them."""
    rows = Posting.objects.filter(on_day(day), county=county.pk)
    return rows.select_related("person__home_unit", "place").order_by("capacity", "person__name")


def coverage_on(county: Place, day: datetime.date) -> "QuerySet[Coverage]":
    """The coverage that holds on a day, the units with it."""
    rows = Coverage.objects.filter(on_day(day), county=county.pk)
    return rows.select_related("unit", "grid").order_by("part", "unit__name")


def staffing_of(
    county: County, day: datetime.date, edition: Edition | None = None
) -> Staffing | None:
    """Who is where in a county on a day; None before its first edition."""
    try:
        edition = edition or edition_of_today(county)
    except Edition.DoesNotExist:
        return None
    postings, coverage = list(postings_on(county, day)), list(coverage_on(county, day))
    return Staffing(
        county=county,
        edition=edition,
        day=day,
        grids=tuple(_grids(edition, postings, coverage)),
        people_without_grid=tuple(_idle_people(county, day, postings)),
        units_without_grid=tuple(_idle_units(county, day, coverage)),
    )


def households_of(edition: Edition) -> dict[UUID, int]:
    """The households of each grid of an edition that has figures."""
    rows = UnitFigures.objects.filter(boundary__in=boundaries_of(edition, Level.GRID).order_by())
    return dict(rows.values_list("boundary__place", "households"))


def _grids(
    edition: Edition, postings: list[Posting], coverage: list[Coverage]
) -> Iterable[GridStaff]:
    people, units = defaultdict[UUID, list[Posting]](list), defaultdict[UUID, list[Coverage]](list)
    for posting in postings:
        people[posting.place_id].append(posting)
    for row in coverage:
        units[row.grid_id].append(row)
    households = households_of(edition)
    for boundary in boundaries_of(edition, Level.GRID).defer("geom", "geom_3857"):
        key = boundary.place_id
        yield GridStaff(
            boundary.place,
            boundary.parent,
            households.get(key),
            tuple(people[key]),
            tuple(units[key]),
        )


def _idle_people(county: County, day: datetime.date, postings: list[Posting]) -> "QuerySet[Person]":
    """People who work in the county and are posted nowhere."""
    here = Person.objects.filter(county=county).exclude(left_on__lte=day)
    return here.exclude(pk__in={one.person_id for one in postings}).select_related("home_unit")


def _idle_units(county: County, day: datetime.date, coverage: list[Coverage]) -> "QuerySet[Unit]":
    here = Unit.objects.filter(county=county).exclude(ended_on__lte=day)
    return here.exclude(pk__in={one.unit_id for one in coverage})
