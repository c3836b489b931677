"""What the map of staff shows of a county: its grids with their staff, and their communities."""

from dataclasses import dataclass

from communities.territory.models import Edition, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.shapes import Shapes, read_shapes, shape_array
from grids.staffing.queries import GridStaff, Staffing


@dataclass(frozen=True, eq=False)
class Ground:
    """Grids and communities of a county or of one subdistrict, in EPSG:4490, by code."""

    rows: tuple[GridStaff, ...]
    shapes: Shapes
    communities: tuple[Place, ...]
    outlines: Shapes


def streets_of(edition: Edition) -> list[Place]:
    """The subdistricts of an edition, by code."""
    return [one.place for one in boundaries_of(edition, Level.SUBDISTRICT).defer("geom")]


def read_ground(staffing: Staffing, street: Place | None) -> Ground:
    """The ground of a subdistrict, or of the whole county where none is given."""
    within = boundaries_of(staffing.edition, Level.COMMUNITY)
    communities = within if street is None else within.filter(parent=street.pk)
    places = tuple(one.place for one in communities.defer("geom"))
    inside = {place.pk for place in places}
    grids = boundaries_of(staffing.edition, Level.GRID).filter(parent__in=inside)
    keys = grids.values_list("place", flat=True)
    drawn = dict(zip(keys, read_shapes(grids), strict=True))
    rows = tuple(row for row in staffing.grids if row.grid.pk in drawn)
    shapes = shape_array(drawn[row.grid.pk] for row in rows)
    return Ground(rows, shapes, places, read_shapes(communities))
