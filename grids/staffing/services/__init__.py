"""Every write to units, people, postings and coverage, one county at a time."""

from grids.staffing.services.accounts import tie_person, tie_unit, untie_unit
from grids.staffing.services.coverage import cover_grid, end_coverage
from grids.staffing.services.people import PersonFacts, add_person, change_person, part_person
from grids.staffing.services.postings import end_posting, post_person
from grids.staffing.services.units import UnitFacts, add_unit, change_unit, end_unit

__all__ = [
    "PersonFacts",
    "UnitFacts",
    "add_person",
    "add_unit",
    "change_person",
    "change_unit",
    "cover_grid",
    "end_coverage",
    "end_posting",
    "end_unit",
    "part_person",
    "post_person",
    "tie_person",
    "tie_unit",
    "untie_unit",
]
