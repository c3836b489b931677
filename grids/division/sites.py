"""The venues of a county, and how far it is to them: on foot along roads, where there are roads."""

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from uuid import UUID

import numpy as np
from django.contrib.gis.db.models.functions import Envelope
from django.db import connection

from communities.basemap.models import Barrier, MapRevision, Venue
from communities.territory.models import County, Threshold
from communities.territory.queries import boundaries_of, edition_to_plan_on
from communities.territory.rules import RuleKey
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, reproject, transformer, working_srid
from gis_core.shapes import read_shapes, shape_array
from grids.division.cell_table import Codes, Floats
from grids.division.roads import road_network
from grids.division.walks import Walks


@dataclass(frozen=True, eq=False)
class Sites:
    """The venues of a county: `ids` (s,), `names` (s,), `xy` (s, 2) metres of its zone.

    `walks` leads to them along roads; None where the county has no roads to walk on.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    xy: Floats
    walks: Walks | None = None

    def distances(self, xy: Floats) -> Floats:
        """(n, s) metres from each point to each venue: on foot, infinite beyond the largest radius
        of the county; as the crow flies where there are no roads."""
        return self.walks.distances(xy) if self.walks else self.straight(xy)

    def straight(self, xy: Floats) -> Floats:
        """(n, s) metres from each point to each venue, as the crow flies."""
        gap = xy[:, None, :] - self.xy[None, :, :]
        return np.asarray(np.hypot(gap[..., 0], gap[..., 1]))

    def unit_of_each(self, xy: Floats) -> Codes:
        """(s,) the unit nearest to each venue."""
        return np.asarray(self.straight(xy).argmin(axis=0), np.int32)

    def unit_of_each_after(self, known: Codes, xy: Floats, moved: Codes) -> Codes:
        """`unit_of_each` where it was `known` before the units `moved` (sorted) came or moved."""
        if not len(moved) or np.isin(known, moved).any():
            return self.unit_of_each(xy)
        gap = self.straight(xy[moved])
        best, before = moved[gap.argmin(axis=0)], np.hypot(*(xy[known] - self.xy).T)
        nearer = (gap.min(axis=0) < before) | ((gap.min(axis=0) == before) & (best < known))
        return np.asarray(np.where(nearer, best, known), np.int32)


def read_sites(county: County) -> Sites:
    """The county's venues in its working coordinates, and the roads that lead to them.

    The roads are read once per process and state of the base map.
    """
    venues = list(Venue.objects.filter(county=county).order_by("pk"))
    lonlat = np.array([venue.geom.coords for venue in venues], np.float64).reshape(-1, 2)
    if not venues:
        return Sites((), (), lonlat)
    zone = _zone(county, lonlat)
    xy = np.column_stack(transformer(GEOGRAPHIC, zone).transform(*lonlat.T))
    revision = MapRevision.objects.filter(county=county).values_list("number", flat=True).first()
    with _reading:
        walks = _walks(county.pk, revision or 0, zone, _limit(county), xy.tobytes())
    ids = tuple(str(venue.pk) for venue in venues)
    return Sites(ids, tuple(venue.name for venue in venues), xy, walks)


_STATE = """
    SELECT md5(concat_ws('/',
        (SELECT number FROM basemap_maprevision WHERE county_id = %(county)s),
        string_agg(concat_ws('|', id, name, encode(ST_AsEWKB(geom), 'hex')), ',' ORDER BY id)))
      FROM basemap_venue WHERE county_id = %(county)s
"""


def state_of_sites(county: UUID) -> str:
    """What tells one state of all that `read_sites` reads from the next: venues by themselves,
    roads by the revision of the base map."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"county": county})
        return str(cursor.fetchone()[0])


_reading = Lock()


@lru_cache(maxsize=4)
def _walks(county: UUID, revision: int, zone: int, limit: float, places: bytes) -> Walks | None:
    """The ways to venues at `places` (s, 2); `revision` only tells one state from the next."""
    rows = Barrier.objects.filter(county=county).order_by("pk")
    classes = shape_array(rows.values_list("barrier_class", flat=True))
    network = road_network(reproject(read_shapes(rows), GEOGRAPHIC, zone), classes, limit)
    return Walks(network, np.frombuffer(places).reshape(-1, 2)) if network else None


def _limit(county: County) -> float:
    """The largest service radius of any rule set of the county: nobody asks who walks farther."""
    keys = (RuleKey.SERVICE_RADIUS, RuleKey.SERVICE_RADIUS_OUTER)
    found = Threshold.objects.filter(rule_set__county=county, key__in=keys)
    return float(max(found.values_list("value", flat=True), default=np.inf))


def _zone(county: County, venues: Floats) -> int:
    """The zone the county's cells are measured in, so that roads, venues and cells share one."""
    edition = edition_to_plan_on(county)
    boxes = boundaries_of(edition, Level.COMMUNITY).annotate(box=Envelope("geom"))
    ends = [row.box.extent[0::2] for row in boxes.defer("geom", "geom_3857")]
    return working_srid(float(np.mean(ends if ends else venues[:, 0])))
