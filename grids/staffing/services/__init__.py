"""Every write to units, people, postings and coverage, one county at a time."""

from grids.staffing.services.accounts import tie_person, tie_unit, untie_unit
from grids.staffing.services.coverage import cover_grid, end_coverage
from grids.staffing.services.people import PersonFacts, add_person, change_person, part_person
from grids.staffing.services.postings import end_posting, post_person
from grids.staffing.services.units import UnitFacts, add_unit, change_unit, end_unit
from grids.staffing.services.wishes import (
    accept_wish,
    decline_wish,
    propose_ending,
    propose_posting,
    propose_tie,
    withdraw_wish,
)

__all__ = [
    "PersonFacts",
    "UnitFacts",
    "accept_wish",
    "add_person",
    "add_unit",
    "change_person",
    "change_unit",
    "cover_grid",
    "decline_wish",
    "end_coverage",
    "end_posting",
    "end_unit",
    "part_person",
    "post_person",
    "propose_ending",
    "propose_posting",
    "propose_tie",
    "tie_person",
    "tie_unit",
    "untie_unit",
    "withdraw_wish",
]
