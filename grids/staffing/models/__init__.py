from grids.staffing.models.coverage import Coverage
from grids.staffing.models.people import Person
from grids.staffing.models.postings import Posting
from grids.staffing.models.units import Unit

__all__ = ["Coverage", "Person", "Posting", "Unit"]
