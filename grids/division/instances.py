"""From the base map to the engine: the only place where a `Problem` is made of our rows.

Cells become the units of a division into grids; communities, as sums of their cells, become the
units of a merge.
"""

from dataclasses import replace
from decimal import Decimal

import numpy as np

from communities.territory.models import RuleSet
from communities.territory.rules import RuleKey
from grids.division.cell_table import CellTable, Codes, Counts, Floats
from grids.division.sites import Sites, read_sites
from grids.partitioning import Problem, Rules

__all__ = ["Sites", "read_sites"]

# A merge must leave at least this share of its households within the outer service radius.
SERVICE_SHARE = 0.8


def grid_rules(rule_set: RuleSet) -> Rules:
    """The rules for grids: household bounds, borders on barriers, compounds whole."""
    values = rule_set.values_by_key()
    return Rules(
        min_households=int(values[RuleKey.GRID_MIN]),
        max_households=int(values[RuleKey.GRID_MAX]),
        target_households=float(values[RuleKey.GRID_TARGET]),
        service_radius=float(values[RuleKey.SERVICE_RADIUS]),
    )


def community_rules(rule_set: RuleSet) -> Rules:
    """The rules for merging communities: household bounds, and a venue within the outer radius."""
    values: dict[RuleKey, Decimal] = rule_set.values_by_key()
    return Rules(
        min_households=int(values[RuleKey.COMMUNITY_MIN]),
        max_households=int(values[RuleKey.COMMUNITY_MAX]),
        service_radius=float(values[RuleKey.SERVICE_RADIUS_OUTER]),
        service_share=SERVICE_SHARE,
        distance="matrix",
    )


def cell_problem(table: CellTable, rules: Rules, sites: Sites) -> Problem:
    """Cells as units, their community as parent: no grid lies in two. Distances are walked."""
    return Problem(
        unit_ids=tuple(map(str, table.ids.tolist())),
        xy=table.xy,
        households=table.households,
        population=table.population.astype(np.float64),
        area=table.area,
        outer=table.outer(),
        group=table.compound,
        parent=table.community,
        current=np.full(table.size, -1, np.int32),
        edges=table.edges,
        length=table.length,
        barrier=table.barrier,
        rules=rules,
        barrier_names=table.barrier_names,
        group_ids=tuple(map(str, table.compound_ids)),
        parent_ids=tuple(map(str, table.community_ids)),
        sites=sites.unit_of_each(table.xy) if table.size else np.empty(0, np.int32),
        site_ids=sites.ids,
        distances=sites.distances(table.xy) if sites.ids else None,
    )


def parted_problem(known: Problem, table: CellTable, sites: Sites) -> Problem:
    """What `cell_problem` makes of a table in which cells of the one `known` is of were parted.

    Only from rows with another place is it walked again.
    """
    kept = known.size
    elsewhere = np.flatnonzero((table.xy[:kept] != known.xy).any(axis=1))
    moved = np.append(elsewhere, np.arange(kept, table.size)).astype(np.int32)
    distances = known.distances
    if distances is not None:
        distances = np.concatenate([distances, np.empty((table.size - kept, len(sites.ids)))])
        distances[moved] = sites.distances(table.xy[moved])
    return replace(
        known,
        unit_ids=known.unit_ids + tuple(map(str, table.ids[kept:].tolist())),
        xy=table.xy,
        households=table.households,
        population=table.population.astype(np.float64),
        area=table.area,
        outer=table.outer(),
        group=table.compound,
        parent=table.community,
        current=np.full(table.size, -1, np.int32),
        edges=table.edges,
        length=table.length,
        barrier=table.barrier,
        sites=sites.unit_of_each_after(known.sites, table.xy, moved),
        distances=distances,
    )


def community_problem(table: CellTable, rules: Rules, sites: Sites, parents: list[str]) -> Problem:
    """Communities as units; `parents` names the subdistrict of each of `table.community_ids`.

    A community's place is the centre of its households, its distance to a venue the mean over
    its households as the crow flies (one who cannot walk there would make it infinite), its
    border the sum of its cells' borders, class by class.
    """
    edges, length, barrier = _community_borders(table)
    parent_ids = tuple(sorted(set(parents)))
    return Problem(
        unit_ids=tuple(map(str, table.community_ids)),
        xy=_household_means(table, table.xy),
        households=_sums(table, table.households).round().astype(np.int64),
        population=_sums(table, table.population),
        area=_sums(table, table.area),
        outer=_sums(table, table.outer()),
        group=np.full(len(parents), -1, np.int32),
        parent=np.array([parent_ids.index(parent) for parent in parents], np.int32),
        current=np.arange(len(parents), dtype=np.int32),
        edges=edges,
        length=length,
        barrier=barrier,
        rules=rules if sites.ids else replace(rules, service_radius=None),
        barrier_names=table.barrier_names,
        parent_ids=parent_ids,
        current_ids=tuple(map(str, table.community_ids)),
        sites=table.community[sites.unit_of_each(table.xy)],
        site_ids=sites.ids,
        distances=_household_means(table, sites.straight(table.xy)) if sites.ids else None,
    )


def _sums(table: CellTable, values: Counts | Floats) -> Floats:
    """(communities,) sums over the cells of each community."""
    return np.bincount(table.community, values, len(table.community_ids)).astype(np.float64)


def _household_means(table: CellTable, values: Floats) -> Floats:
    """(communities, c) means of the columns of (n, c), weighted by households."""
    weight = np.maximum(table.households, 1e-6)
    total = _sums(table, weight)
    columns = [_sums(table, weight * column) / total for column in values.T]
    return np.asarray(np.stack(columns, axis=1))


def _community_borders(table: CellTable) -> tuple[Codes, Floats, Codes]:
    """Borders between communities, summed by pair and class."""
    ends = np.sort(table.community[table.edges], axis=1)
    apart = ends[:, 0] != ends[:, 1]
    keys = np.column_stack([ends[apart], table.barrier[apart]])
    rows, place = np.unique(keys, axis=0, return_inverse=True)
    length = np.bincount(place.ravel(), table.length[apart], len(rows)).astype(np.float64)
    codes: Codes = rows.reshape(-1, 3).astype(np.int32)
    return codes[:, :2], length, codes[:, 2]
