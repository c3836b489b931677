"""What each layer of the map is: where it comes from, what its tiles carry, who sees it.

The texts in `sql` and `keep` are SQL over the layer's own table, written here and nowhere else;
nothing a person sends ever becomes part of them. Attributes are few and their values repeat:
a unique string per feature is half a tile, so details are asked for by id.
"""

from dataclasses import dataclass

from communities.basemap.models import Barrier, Building, Cell, Compound, Ground
from communities.basemap.models.county_rows import CountyRow
from gis_core.accounts.roles import Action


@dataclass(frozen=True)
class Attribute:
    """One value a feature carries in its tile; `key` is short because every tile repeats it."""

    key: str
    sql: str
    from_zoom: int = 0


@dataclass(frozen=True)
class Thinning:
    """What is kept while the zoom is below `below`, so that a small scale stays legible."""

    below: int
    keep: str


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of vector tiles, with the same name inside the tile; there is one of each.

    `by_cell_set`: the layer shows the newest cell set, not everything in its table.
    `smallest_pixels`: features narrower than this many pixels of a 256-pixel tile are left out.
    `small`: polygons of few corners, small beside a tile; one not cut by its edge is only rounded.
    """

    name: str
    model: type[CountyRow]
    min_zoom: int
    attributes: tuple[Attribute, ...] = ()
    thinning: tuple[Thinning, ...] = ()
    smallest_pixels: int = 0
    small: bool = False
    by_cell_set: bool = False
    geometry: str = "geom_3857"
    action: Action = Action.VIEW_MAP

    @property
    def table(self) -> str:
        return self.model._meta.db_table


NAME = "NULLIF(name, '')"
ESTIMATED = "CASE WHEN count_source IN ('small_area', 'estimate') THEN 1 END"

BUILDINGS = Layer(
    name="buildings",
    model=Building,
    min_zoom=14,
    small=True,
    attributes=(Attribute("u", "use"), Attribute("f", "floors"), Attribute("e", ESTIMATED)),
)
BARRIERS = Layer(
    name="barriers",
    model=Barrier,
    min_zoom=10,
    attributes=(Attribute("c", "barrier_class"), Attribute("n", NAME, from_zoom=15)),
    thinning=(
        Thinning(12, "barrier_class IN ('expressway', 'railway', 'river', 'arterial')"),
        Thinning(14, "barrier_class NOT IN ('local', 'wall')"),
        Thinning(15, "barrier_class <> 'wall'"),
    ),
)
GROUND = Layer(
    name="ground",
    model=Ground,
    min_zoom=8,
    attributes=(Attribute("k", "kind"), Attribute("n", NAME, from_zoom=14)),
    smallest_pixels=2,
)
COMPOUNDS = Layer(
    name="compounds",
    model=Compound,
    min_zoom=14,
    attributes=(Attribute("n", NAME, from_zoom=15),),
)
CELLS = Layer(name="cells", model=Cell, min_zoom=15, by_cell_set=True)

LAYERS = {layer.name: layer for layer in (BUILDINGS, BARRIERS, GROUND, COMPOUNDS, CELLS)}
