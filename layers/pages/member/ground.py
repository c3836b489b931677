"""What lies in a grid: buildings, barriers, venues, its neighbours; read once per state of a map.

It changes with an edition or an import only, and the same for everybody; who may see counts is
asked where they are shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import shapely
from django.contrib.gis.geos import Polygon
from django.db.models import QuerySet

from communities.basemap.around import Box, barriers_within
from communities.basemap.models import BarrierClass, Building, CountSource, Venue
from communities.territory.models import Boundary, Edition, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC
from gis_core.drawing.frame import METRES_PER_DEGREE, Frame, frame_of_degrees
from gis_core.shapes import Shapes, read_shapes, shape_of
from grids.packets.bounds.present import bounds_of_grid
from layers.pages.member.picture import Drawn, draw
from layers.tiles.versions import map_state

KEPT = 256  # grids of which the ground is kept in a process
WIDTH, HEIGHTS, MARGIN = 720, (480, 900), 60.0
# The members of a grid who come at once wait for one reading of it.
_TURNS = [Lock() for _ in range(16)]
TOUCHING_DEGREES = 0.0002  # about 20 m: a neighbour may lie across a road
NEAR_M = 30.0  # so near a boundary a barrier is one of the grid's own


@dataclass(frozen=True)
class BuildingRow:
    """One building as the list shows it."""

    pk: int
    name: str
    use: str
    floors: int | None
    households: int | None
    estimated: bool


@dataclass(frozen=True)
class BarrierRow:
    """The barriers of one class in or along the grid, by their names; none for nameless ones."""

    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class GridGround:
    """A grid with its ground; `picture` is SVG, drawn in `frame`."""

    place: Place
    community: Place | None
    frame: Frame
    picture: str
    bounds: str
    buildings: tuple[BuildingRow, ...]
    barriers: tuple[BarrierRow, ...]
    venues: tuple[Venue, ...]
    neighbours: tuple[Place, ...]

    @property
    def households(self) -> int:
        return sum(one.households or 0 for one in self.buildings)


def ground_of(grid: Place, county_code: str) -> GridGround | None:
    """The ground of a grid as it is now; None where no edition in force has it."""
    state = map_state(county_code)
    boundary = Boundary.objects.in_force().filter(place=grid).values_list("pk", flat=True).first()
    if state is None or boundary is None:
        return None
    with _TURNS[boundary % len(_TURNS)]:
        return _read(boundary, state.version)


@lru_cache(maxsize=KEPT)
def _read(key: int, version: str) -> GridGround:
    boundary = Boundary.objects.select_related("place", "parent", "county").get(pk=key)
    edition = Edition.objects.get(county=boundary.county, status=Edition.Status.IN_FORCE)
    shape = shape_of(boundary)
    window = _around(shape)
    frame = frame_of_degrees(shape.bounds, WIDTH, HEIGHTS, MARGIN)
    rows, shapes = _buildings(boundary, shape)
    barriers = barriers_within(boundary.county, window, [*BarrierClass])
    others = _others(boundary, edition, window)
    near = shapely.dwithin(read_shapes(others), shape, TOUCHING_DEGREES)
    venues = _venues(boundary)
    return GridGround(
        place=boundary.place,
        community=boundary.parent,
        frame=frame,
        picture=draw(
            frame, Drawn(shape, rows, shapes, barriers, list(others), read_shapes(others), venues)
        ),
        bounds=bounds_of_grid(boundary, edition).text,
        buildings=tuple(rows),
        barriers=tuple(_named(barriers.kinds, barriers.names, barriers.shapes, shape)),
        venues=tuple(venues),
        neighbours=tuple(
            row.place for row, touches in zip(others, near.tolist(), strict=True) if touches
        ),
    )


def _around(shape: shapely.Geometry) -> Box:
    west, south, east, north = shape.bounds
    more = 0.15 * max(east - west, north - south)
    return west - more, south - more, east + more, north + more


def _buildings(boundary: Boundary, shape: shapely.Geometry) -> tuple[list[BuildingRow], Shapes]:
    """Those whose inside lies in the grid; in the order of their names."""
    found = Building.objects.filter(county=boundary.county, geom__intersects=boundary.geom)
    found = found.select_related("compound").defer("geom", "geom_3857", "compound__geom")
    found = found.order_by("compound__name", "name", "address", "pk")
    shapes = read_shapes(found)
    inside = shapely.contains(shape, shapely.point_on_surface(shapes))
    kept = zip(found, inside.tolist(), strict=True)
    return [_row(one) for one, within in kept if within], shapes[inside]


def _row(building: Building) -> BuildingRow:
    where = building.compound.name if building.compound else ""
    own = building.name or building.address
    name = own if not where or own.startswith(where) else f"{where} {own}".strip()
    resident, registered = building.households_resident, building.households_registered
    return BuildingRow(
        building.pk,
        name,
        building.get_use_display(),
        building.floors,
        resident if resident is not None else registered,
        building.count_source == CountSource.ESTIMATE,
    )


def _others(boundary: Boundary, edition: Edition, window: Box) -> "QuerySet[Boundary]":
    box = Polygon.from_bbox(window)
    box.srid = GEOGRAPHIC
    rows = boundaries_of(edition, Level.GRID).exclude(pk=boundary.pk)
    return rows.filter(geom__bboverlaps=box)


def _venues(boundary: Boundary) -> list[Venue]:
    """The venues of the grid's community."""
    around = Boundary.objects.in_force().filter(place=boundary.parent_id).first() or boundary
    rows = Venue.objects.filter(county=boundary.county, geom__intersects=around.geom)
    return list(rows.order_by("name", "pk"))


def _named(
    kinds: list[str], names: list[str], shapes: Shapes, grid: shapely.Geometry
) -> Iterator[BarrierRow]:
    """By class, from the hardest to cross to the softest; those that reach the grid."""
    near = shapely.dwithin(shapes, grid, NEAR_M / METRES_PER_DEGREE)
    found = {
        (kind, name) for kind, name, close in zip(kinds, names, near.tolist(), strict=True) if close
    }
    for one in BarrierClass:
        own = sorted(name for kind, name in found if kind == one)
        if own:
            yield BarrierRow(str(one.label), tuple(name for name in own if name))
