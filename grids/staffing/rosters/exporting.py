"""Rosters as tables, with the columns an import knows; phones for those who may have them."""

import datetime
from collections.abc import Collection
from typing import Any

from communities.territory.models import County
from gis_core.phones import mask
from grids.staffing.capacities import Duty
from grids.staffing.models import Coverage, Posting, Roster
from grids.staffing.queries import coverage_on, postings_on
from grids.staffing.rosters.columns import COLUMNS

Row = dict[str, Any]


def headings(kind: str) -> list[str]:
    """The column names of a roster."""
    return [column.label for column in COLUMNS[kind]]


def people_rows(county: County, day: datetime.date, *, told: Collection[int]) -> list[Row]:
    """The postings of a day; duty phones of the people whose keys are in `told`, others masked.
    Personal phones leave by no file."""
    return [_person(row, row.person_id in told) for row in postings_on(county, day)]


def unit_rows(county: County, day: datetime.date, *, told: Collection[int]) -> list[Row]:
    """The coverage of a day; phones of the units whose keys are in `told`, others masked."""
    return [_unit(row, row.unit_id in told) for row in coverage_on(county, day)]


def _person(row: Posting, told: bool) -> Row:
    person = row.person
    values = {
        "grid": row.place.code,
        "name": person.name,
        "number": person.number,
        "unit": person.home_unit.name if person.home_unit else "",
        "capacity": row.get_capacity_display(),
        "duty_phone": person.duty_phone if told else mask(person.duty_phone),
        "personal_phone": "",
        **_days(row),
    }
    return _labelled(Roster.Kind.PEOPLE, values)


def _unit(row: Coverage, told: bool) -> Row:
    unit = row.unit
    values = {
        "grid": row.grid.code,
        "unit": unit.name,
        "kind": unit.get_kind_display(),
        "contact_name": unit.contact_name,
        "contact_phone": unit.contact_phone if told else mask(unit.contact_phone),
        "duties": "、".join(str(Duty(one).label) for one in unit.duties),
        "address": unit.address,
        "part": row.get_part_display(),
        **_days(row),
    }
    return _labelled(Roster.Kind.UNITS, values)


def _days(row: Posting | Coverage) -> Row:
    return {
        "document": row.document,
        "since": row.valid.lower.isoformat(),
        "until": row.valid.upper.isoformat() if row.valid.upper else "",
    }


def _labelled(kind: str, values: Row) -> Row:
    return {column.label: values[column.field] for column in COLUMNS[kind]}
