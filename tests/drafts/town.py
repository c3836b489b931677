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


def lay_cells(world: World, *, divided: bool = True) -> CellSet:
    """The chessboard in the database, divided into the grids of the edition or not."""
    cell_set = CellSet.objects.create(county=world.county, edition=world.edition, map_revision=1)
    cells = Cell.objects.bulk_create(
        _cell(world, cell_set, x, y) for y in range(UP) for x in range(ACROSS)
    )
    CellBorder.objects.bulk_create(_borders(cell_set, cells))
    if divided:
        GridCell.objects.bulk_create(
            GridCell(edition=world.edition, cell=cell, grid=world.grids[_grid(row % ACROSS)])
            for row, cell in enumerate(cells)
        )
    return cell_set


def _grid(x: int) -> int:
    return 2 if x >= 10 else int(x >= 5)


def _cell(world: World, cell_set: CellSet, x: int, y: int) -> Cell:
    west, south = x * SIDE, y * SIDE
    corners = [(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE), (0, 0)]
    return Cell(
        county=world.county,
        cell_set=cell_set,
        community=world.xincheng if x >= 10 else world.changfu,
        number=at(x, y) + 1,
        area_m2=SIDE**2,
        perimeter_m=4 * SIDE,
        outer_m=SIDE * ((x in (0, ACROSS - 1)) + (y in (0, UP - 1))),
        east_m=ORIGIN[0] + west + SIDE / 2,
        north_m=ORIGIN[1] + south + SIDE / 2,
        dwellings=HOUSEHOLDS,
        households_registered=HOUSEHOLDS,
        households_resident=HOUSEHOLDS,
        population=3 * HOUSEHOLDS,
        geom=Polygon([lonlat(west + a, south + b) for a, b in corners], srid=GEOGRAPHIC),
    )


def _borders(cell_set: CellSet, cells: list[Cell]) -> list[CellBorder]:
    """Every two neighbours; the line y = 500 m is a road."""
    found = []
    for y in range(UP):
        for x in range(ACROSS):
            for other in [(x + 1, y)] * (x + 1 < ACROSS) + [(x, y + 1)] * (y + 1 < UP):
                along = "arterial" if other[1] == UP // 2 > y else ""
                found.append(
                    CellBorder(
                        cell_set=cell_set,
                        a=cells[at(x, y)],
                        b=cells[at(*other)],
                        length_m=SIDE,
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
