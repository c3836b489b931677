"""The figures of communities and grids as they stand, from the engine's own scorecard."""

from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from django.db.models import Count, Sum

from communities.basemap.models import CellBuilding, CellSet
from communities.territory.models import Boundary, RuleSet
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from grids.division.cell_table import CellTable, Codes, Counts
from grids.division.instances import (
    Sites,
    cell_problem,
    community_rules,
    grid_rules,
    read_sites,
)
from grids.division.models import GridCell, UnitFigures
from grids.partitioning import Part, Rules, scorecard


@dataclass(frozen=True, eq=False)
class Measured:
    """All that the figures of one county are made of; `buildings` (n, 3) per cell: number,
    sum of known floors, number with known floors."""

    cell_set: CellSet
    rule_set: RuleSet
    table: CellTable
    sites: Sites
    buildings: Counts


def figures_of_units(cell_set: CellSet, table: CellTable, rule_set: RuleSet) -> list[UnitFigures]:
    """Unsaved figures of every community and grid that has cells."""
    county = Measured(
        cell_set, rule_set, table, read_sites(cell_set.county), _buildings(cell_set, table)
    )
    radius = grid_rules(rule_set).service_radius
    communities = replace(community_rules(rule_set), service_radius=radius)
    labels, grids = grid_labels(cell_set, table)
    return [
        *_figures(county, Level.COMMUNITY, table.community, table.community_ids, communities),
        *_figures(county, Level.GRID, labels, grids, grid_rules(rule_set)),
    ]


def grid_labels(cell_set: CellSet, table: CellTable) -> tuple[Codes, tuple[UUID, ...]]:
    """(n,) row of each cell's grid in the set's edition, -1 = none; and the grids."""
    rows = GridCell.objects.filter(edition=cell_set.edition, cell__cell_set=cell_set)
    grid_of = dict(rows.values_list("cell_id", "grid_id"))
    grids = tuple(sorted(set(grid_of.values())))
    row_of = {grid: row for row, grid in enumerate(grids)}
    row_of_cell = {cell: row_of[grid] for cell, grid in grid_of.items()}
    return np.array([row_of_cell.get(key, -1) for key in table.ids.tolist()], np.int32), grids


def _figures(
    county: Measured, level: Level, labels: Codes, keys: tuple[UUID, ...], rules: Rules
) -> list[UnitFigures]:
    inside = labels >= 0
    if not inside.any():
        return []
    table, labels = county.table.of(inside), labels[inside]
    card = scorecard(cell_problem(table, rules, county.sites), labels)
    sums = _sums(labels, len(keys), table, county.buildings[inside])
    boundaries = {row.place_id: row for row in boundaries_of(county.cell_set.edition, level)}
    return [
        _unit(boundaries, key, part, dict(zip(sums, values, strict=True)), county.rule_set)
        for key, part, *values in zip(keys, card.parts, *sums.values(), strict=True)
        if key in boundaries
    ]


def _sums(labels: Codes, count: int, table: CellTable, buildings: Counts) -> dict[str, list[int]]:
    columns = {
        "dwellings": table.dwellings,
        "estimated": table.estimated,
        "population": table.population,
        "buildings": buildings[:, 0],
        "floors": buildings[:, 1],
        "with_floors": buildings[:, 2],
    }
    return {
        name: np.bincount(labels, values, count).round().astype(int).tolist()
        for name, values in columns.items()
    }


def _unit(
    boundaries: dict[UUID, Boundary], key: UUID, part: Part, sums: dict[str, int], rules: RuleSet
) -> UnitFigures:
    return UnitFigures(
        boundary=boundaries[key],
        rule_set=rules,
        buildings=sums["buildings"],
        dwellings=sums["dwellings"],
        households=part.households,
        estimated_households=sums["estimated"],
        population=sums["population"],
        area_m2=part.area or 0.0,
        deviation=part.deviation,
        pieces=part.pieces,
        compactness=part.compactness,
        barrier_share=part.barrier_share,
        compounds_split=part.compounds_split,
        served_share=part.served_share,
        mean_floors=sums["floors"] / sums["with_floors"] if sums["with_floors"] else None,
    )


def _buildings(cell_set: CellSet, table: CellTable) -> Counts:
    rows = (
        CellBuilding.objects.filter(cell__cell_set=cell_set)
        .values("cell_id")
        .annotate(
            number=Count("id"), floors=Sum("building__floors"), known=Count("building__floors")
        )
        .values_list("cell_id", "number", "floors", "known")
    )
    found = {cell: (number, floors or 0, known) for cell, number, floors, known in rows}
    return np.array([found.get(key, (0, 0, 0)) for key in table.ids.tolist()], np.int64)
