"""The small world as a chessboard: cells of 100 m x 100 m, row 0 in the south-west corner.

    0       500      1000               2000
1000+--------+--------+------------------+
    |   g1   |   g2   |        g3        |    20 x 10 cells, row = 20 * y + x,
    |  5x10  |  5x10  |      10 x 10     |    10 households each
   0+--------+--------+------------------+
        长富路社区             新城社区
"""

from django.contrib.gis.geos import Polygon

from communities.basemap.models import Cell, CellBorder, CellSet
from gis_core.crs import GEOGRAPHIC
from grids.division.models import GridCell
from grids.proposals.drafts.creating import create_draft
from grids.proposals.models import Proposal
from tests.world import ORIGIN, World, lonlat

WEST, EAST, G1, G2, G3 = 1, 2, 3, 4, 5  # a draft's units: communities by code, then grids
ACROSS, UP, SIDE = 20, 10, 100.0
HOUSEHOLDS = 10


def at(x: int, y: int) -> int:
    """The row of the cell in column x of line y."""
    return ACROSS * y + x


def block(west: int, south: int, east: int, north: int) -> list[int]:
    """The rows of a rectangle of cells, its east and north sides excluded."""
    return [at(x, y) for y in range(south, north) for x in range(west, east)]


def lay_cells(world: World, *, divided: bool = True, side: float = SIDE) -> CellSet:
    """The chessboard in the database, divided into the grids of the edition or not; with larger
    squares (`side`, metres; 500 divided by it is whole) fewer."""
    cell_set = CellSet.objects.create(county=world.county, edition=world.edition, map_revision=1)
    across, up = round(ACROSS * SIDE / side), round(UP * SIDE / side)
    cells = Cell.objects.bulk_create(
        _cell(world, cell_set, x, y, side) for y in range(up) for x in range(across)
    )
    CellBorder.objects.bulk_create(_borders(cell_set, cells, side))
    if divided:
        GridCell.objects.bulk_create(
            GridCell(edition=world.edition, cell=cell, grid=world.grids[_grid(row % across * side)])
            for row, cell in enumerate(cells)
        )
    return cell_set


def _grid(west: float) -> int:
    return 2 if west >= 1000 else int(west >= 500)


def _cell(world: World, cell_set: CellSet, x: int, y: int, side: float) -> Cell:
    west, south = x * side, y * side
    across, up = round(ACROSS * SIDE / side), round(UP * SIDE / side)
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return Cell(
        county=world.county,
        cell_set=cell_set,
        community=world.xincheng if west >= 1000 else world.changfu,
        number=across * y + x + 1,
        area_m2=side**2,
        perimeter_m=4 * side,
        outer_m=side * ((x in (0, across - 1)) + (y in (0, up - 1))),
        east_m=ORIGIN[0] + west + side / 2,
        north_m=ORIGIN[1] + south + side / 2,
        dwellings=HOUSEHOLDS,
        households_registered=HOUSEHOLDS,
        households_resident=HOUSEHOLDS,
        population=3 * HOUSEHOLDS,
        geom=Polygon([lonlat(west + a, south + b) for a, b in corners], srid=GEOGRAPHIC),
    )


def _borders(cell_set: CellSet, cells: list[Cell], side: float) -> list[CellBorder]:
    """Every two neighbours; the line y = 500 m is a road."""
    across, up = round(ACROSS * SIDE / side), round(UP * SIDE / side)
    found = []
    for y in range(up):
        for x in range(across):
            for other in [(x + 1, y)] * (x + 1 < across) + [(x, y + 1)] * (y + 1 < up):
                along = "arterial" if other[1] == up // 2 > y else ""
                found.append(
                    CellBorder(
                        cell_set=cell_set,
                        a=cells[across * y + x],
                        b=cells[across * other[1] + other[0]],
                        length_m=side,
                        barrier_class=along,
                    )
                )
    return found


def begin(world: World, kind: str = "division", **values: object) -> Proposal:
    """A draft of the subdistrict by its planner."""
    return create_draft(
        **{  # type: ignore[arg-type]  # as given
            "kind": Proposal.Kind(kind),
            "place": world.subdistrict,
            "title": "城关街道调整",
            "author": world.planner,
            **values,
        }
    )
