"""The ground of a draft, read once per process: a second for fifty thousand cells."""

from functools import lru_cache
from threading import Lock
from uuid import UUID

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import QuerySet

from communities.basemap.models import Cell, CellBuilding, CellSet
from communities.territory.models import Boundary, Edition, Place, RuleSet
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.shapes import Shapes, read_shapes_at_once
from grids.division.cell_table import CellTable, Counts, read_cell_table
from grids.division.instances import community_rules, grid_rules, read_sites
from grids.division.sites import state_of_sites
from grids.proposals.drafting.ground import Ground
from grids.proposals.models import Proposal

KEPT = 4
_reading = Lock()


def ground_of(proposal: Proposal) -> Ground:
    """The cells of the communities under the draft's place, without what the draft cut off."""
    state = state_of_sites(proposal.county_id)
    with _reading:
        return _ground(proposal.cell_set_id, proposal.rule_set_id, proposal.place_id, state)


def communities_under(edition: Edition, place: Place) -> "QuerySet[Boundary]":
    """The communities of a subdistrict or county as they stand in an edition, by code."""
    found = boundaries_of(edition, Level.COMMUNITY)
    return found if place.level == Level.COUNTY else found.filter(parent=place)


@lru_cache(KEPT)
def _ground(cell_set_key: int, rule_set_key: int, place_key: UUID, state: str) -> Ground:
    """The ground of a place on one cell set, judged by one rule set; `state` of its venues."""
    cell_set = CellSet.objects.select_related("edition", "county").get(pk=cell_set_key)
    rule_set, place = RuleSet.objects.get(pk=rule_set_key), Place.objects.get(pk=place_key)
    communities = communities_under(cell_set.edition, place).values_list("place", "parent")
    parent_of = dict(communities)
    table = _inside(read_cell_table(cell_set, rule_set), set(parent_of))
    ids = tuple(sorted({parent_of[key] for key in table.community_ids}))
    subdistrict = np.array([ids.index(parent_of[key]) for key in table.community_ids], np.int32)
    return Ground(
        table=table,
        piece=np.zeros(table.size, np.int32),
        shapes=_shapes(cell_set, table),
        subdistrict=subdistrict[table.community],
        subdistrict_ids=ids,
        subdistrict_codes=_codes_of(ids),
        sites=read_sites(cell_set.county),
        grid_rules=grid_rules(rule_set),
        community_rules=community_rules(rule_set),
        built=np.isin(table.ids, _built(cell_set)),
        footprints=read_footprints,
        state=state,
    )


def _codes_of(places: tuple[UUID, ...]) -> tuple[str, ...]:
    codes = dict(Place.objects.filter(pk__in=places).values_list("pk", "code"))
    return tuple(codes[key] for key in places)


def read_footprints(cells: Counts) -> Shapes:
    """What stands in the cells with these keys as one shape each (EPSG:4490), None for nothing."""
    standing = CellBuilding.objects.filter(cell__in=cells.tolist()).order_by("cell", "building")
    own = standing.annotate(wkb=AsWKB("building__geom")).values_list("cell_id", "wkb")
    found = np.full(len(cells), None, dtype=object)
    row_of = {key: row for row, key in enumerate(cells.tolist())}
    for cell, wkb in own:
        shape, row = shapely.from_wkb(bytes(wkb)), row_of[cell]
        found[row] = shape if found[row] is None else shapely.union(found[row], shape)
    return found


def _built(cell_set: CellSet) -> list[int]:
    """The keys of the cells in which something stands."""
    standing = CellBuilding.objects.filter(cell__cell_set=cell_set)
    return list(standing.values_list("cell_id", flat=True).distinct())


def _inside(table: CellTable, communities: set[UUID]) -> CellTable:
    rows = [row for row, key in enumerate(table.community_ids) if key in communities]
    return table.of(np.isin(table.community, rows)).recoded()


def _shapes(cell_set: CellSet, table: CellTable) -> Shapes:
    """(n,) the polygons of the cells of a table: those of its communities, by number."""
    cells = Cell.objects.filter(cell_set=cell_set, community__in=table.community_ids)
    return read_shapes_at_once(cells.order_by("number"))
