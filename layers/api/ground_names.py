"""What the cells of a ground are called, read for the browser."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count

from communities.basemap.models import Cell, CellBuilding, Compound, Venue
from communities.territory.models import Place
from grids.division.cell_table import Counts
from grids.proposals.drafting.ground import Ground


@dataclass(frozen=True, eq=False)
class Names:
    """`number` (n,) of each cell in its set, `buildings` (n,) that stand in it; compounds and
    communities in the order of the table's codes, venues in that of its sites."""

    number: Counts
    buildings: Counts
    compounds: list[dict[str, Any]]
    communities: list[dict[str, Any]]
    venues: list[dict[str, Any]]


def read_names(ground: Ground) -> Names:
    """The names of a ground's cells, compounds, communities and venues."""
    ids = ground.table.ids.tolist()
    cells = Cell.objects.filter(community__in=ground.table.community_ids)
    cells = cells.filter(pk__range=(min(ids, default=0), max(ids, default=0)))  # of one cell set
    numbers = dict(cells.values_list("pk", "number"))
    standing = CellBuilding.objects.filter(cell__in=cells).values("cell_id")
    buildings = dict(standing.annotate(found=Count("id")).values_list("cell_id", "found"))
    return Names(
        number=np.array([numbers[key] for key in ids], np.int64),
        buildings=np.array([buildings.get(key, 0) for key in ids], np.int64),
        compounds=_compounds(ground),
        communities=_communities(ground),
        venues=_venues(ground),
    )


def _compounds(ground: Ground) -> list[dict[str, Any]]:
    keys = ground.table.compound_ids
    names = dict(Compound.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [{"id": key, "name": names.get(key, "")} for key in keys]


def _communities(ground: Ground) -> list[dict[str, Any]]:
    keys = ground.table.community_ids
    places = Place.objects.in_bulk(keys)
    return [{"id": str(key), "name": places[key].name, "code": places[key].code} for key in keys]


def _venues(ground: Ground) -> list[dict[str, Any]]:
    """A venue taken off the map since keeps the name it was read with."""
    sites = ground.sites
    places = dict(Venue.objects.filter(pk__in=map(int, sites.ids)).values_list("pk", "geom"))
    found = [places.get(int(key)) for key in sites.ids]
    return [
        {"id": key, "name": name, "lonlat": list(place.coords) if place else None}
        for key, name, place in zip(sites.ids, sites.names, found, strict=True)
    ]
