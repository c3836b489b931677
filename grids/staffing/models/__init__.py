from grids.staffing.models.carrying import Carried
from grids.staffing.models.coverage import Coverage
from grids.staffing.models.exports import StaffExport
from grids.staffing.models.people import Person
from grids.staffing.models.postings import Posting
from grids.staffing.models.rosters import Roster
from grids.staffing.models.suggestions import StaffingSuggestion, SuggestedTie
from grids.staffing.models.units import Unit, UnitAccount
from grids.staffing.models.wishes import Wish

__all__ = [
    "Carried",
    "Coverage",
    "Person",
    "Posting",
    "Roster",
    "StaffExport",
    "StaffingSuggestion",
    "SuggestedTie",
    "Unit",
    "UnitAccount",
    "Wish",
]
