"""What it costs to walk to the venues of a county once, and how many households get there."""

from dataclasses import dataclass
from time import perf_counter

import numpy as np


@dataclass(frozen=True)
class Walked:
    """Seconds for the roads and for all distances; shares of households within the radius."""

    venues: int
    roads: float
    distances: float
    radius: float
    on_foot: float
    straight: float
    unreached: int


def walk() -> Walked:
    """From every cell of the county, in this process, nothing being remembered."""
    from communities.basemap.models import CellSet
    from communities.territory.queries import rule_set_in_force
    from grids.division.cell_table import read_cell_table
    from grids.division.instances import grid_rules
    from grids.division.sites import _walks, read_sites

    cell_set = CellSet.objects.select_related("county").latest("built_at")
    rules = rule_set_in_force(cell_set.county)
    table, radius = read_cell_table(cell_set, rules), grid_rules(rules).service_radius or 0.0
    _walks.cache_clear()
    began = perf_counter()
    sites = read_sites(cell_set.county)
    roads = perf_counter()
    metres = sites.distances(table.xy)
    ended = perf_counter()
    households = table.households
    on_foot, straight = (
        float(households[(way <= radius).any(axis=1)].sum() / households.sum())
        for way in (metres, sites.straight(table.xy))
    )
    return Walked(
        venues=len(sites.ids),
        roads=roads - began,
        distances=ended - roads,
        radius=radius,
        on_foot=on_foot,
        straight=straight,
        unreached=int(households[np.isinf(metres).all(axis=1)].sum()),
    )
