"""Which state of a county the map shows: the name of every tile, and of what goes with it."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

# One row, by the county's code; each part is looked up by an index.
_STATE = """
SELECT place.id,
       (SELECT number FROM territory_edition
         WHERE county_id = place.id AND status = 'in_force'),
       (SELECT number FROM basemap_maprevision WHERE county_id = place.id),
       (SELECT id FROM basemap_cellset
         WHERE county_id = place.id ORDER BY built_at DESC, id DESC LIMIT 1)
  FROM territory_place place
 WHERE place.level = 'county' AND place.code = %s AND NOT place.abolished
"""


@dataclass(frozen=True)
class MapState:
    """The edition in force, the revision of the base map and the newest cell set; 0 for none."""

    county: UUID
    edition: int
    revision: int
    cell_set: int

    @property
    def version(self) -> str:
        """What changes whenever something drawn has changed, as "3-17"."""
        return f"{self.edition}-{self.revision}"


def map_state(code: str) -> MapState | None:
    """The state of the county of this code, None where there is no such county.

    Says nothing about who may see it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [code])
        row = cursor.fetchone()
    if row is None:
        return None
    county, edition, revision, cell_set = row
    return MapState(county, edition or 0, revision or 0, cell_set or 0)
