"""Which state of a county the map shows: the name of every tile, and of what goes with it."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.db import connection

# The columns of `MapState` for a row `place`; each part is looked up by an index.
STATE_OF_PLACE = """
       place.id,
       (SELECT number FROM territory_edition
         WHERE county_id = place.id AND status = 'in_force'),
       (SELECT number FROM basemap_maprevision WHERE county_id = place.id),
       (SELECT cells.id FROM basemap_cellset cells
          JOIN territory_edition edition ON edition.id = cells.edition_id
         WHERE cells.county_id = place.id AND edition.status <> 'scheduled'
         ORDER BY built_at DESC, cells.id DESC LIMIT 1)
"""
_STATE = f"""
SELECT {STATE_OF_PLACE} FROM territory_place place
 WHERE place.level = 'county' AND place.code = %s AND NOT place.abolished
"""  # noqa: S608  # our own text; what a person sends is a parameter


@dataclass(frozen=True)
class MapState:
    """The edition in force, the revision of the base map and the newest cell set;
    0 for none. Cells of an edition that is not in force yet are not shown."""

    county: UUID
    edition: int
    revision: int
    cell_set: int

    @classmethod
    def of(cls, county: UUID, *numbers: int | None) -> Self:
        return cls(county, *(number or 0 for number in numbers))

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
    return MapState.of(*row) if row else None
