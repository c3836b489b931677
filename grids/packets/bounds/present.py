"""The four bounds of a grid as it is today, outside any proposal."""

import shapely
from django.contrib.gis.geos import Polygon

from communities.basemap.around import Box
from communities.territory.models import Boundary, Edition
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, reproject, working_srid
from gis_core.shapes import read_shapes, shape_array, shape_of
from grids.packets.bounds.following import bounds_of
from grids.packets.bounds.model import FourBounds, Neighbours
from grids.packets.bounds.reading import BEYOND, guides_within


def bounds_of_grid(boundary: Boundary, edition: Edition) -> FourBounds:
    """What the grid drawn by `boundary` follows on each side, and whom it borders on.

    Grids of another community go by that community's name, as in the papers of a case.
    """
    shape = shape_of(boundary)
    window, srid = _around(shape), working_srid(shape.centroid.x)
    (own,) = reproject(shape_array([shape]), GEOGRAPHIC, srid)
    guides = guides_within(edition.county, edition, window, srid)
    return bounds_of(own, guides, _neighbours(boundary, edition, window, srid))


def _neighbours(boundary: Boundary, edition: Edition, window: Box, srid: int) -> Neighbours:
    """The other grids in the window, after them the communities that have none there."""
    grids = boundaries_of(edition, Level.GRID).exclude(pk=boundary.pk)
    communities = boundaries_of(edition, Level.COMMUNITY).exclude(place=boundary.parent_id)
    box = Polygon.from_bbox(window)
    box.srid = GEOGRAPHIC
    names, shapes = [], []
    for rows in (grids, communities):
        near = rows.filter(geom__bboverlaps=box)
        names += [_called(row, boundary) for row in near]
        shapes += list(read_shapes(near))
    return Neighbours(names, reproject(shape_array(shapes), GEOGRAPHIC, srid))


def _called(row: Boundary, own: Boundary) -> str:
    if row.level == Level.COMMUNITY or row.parent_id == own.parent_id or row.parent is None:
        return row.place.name
    return row.parent.name


def _around(shape: shapely.Geometry) -> Box:
    """The box around the grid and a little more, in degrees."""
    west, south, east, north = shape.bounds
    more = BEYOND * max(east - west, north - south)
    return west - more, south - more, east + more, north + more
