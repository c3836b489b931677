"""From a question to the engine's problem: which cells and communities, under which rules."""

from collections import Counter
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

import numpy as np

from communities.territory.models import Boundary
from communities.territory.queries import boundaries_of, places_under
from gis_core.accounts.models import Level
from grids.division.cell_table import CellTable
from grids.division.instances import (
    cell_problem,
    community_problem,
    community_rules,
    grid_rules,
    read_sites,
)
from grids.partitioning import Problem
from grids.proposals.models import Suggestion


class Posed(NamedTuple):
    """A problem, the cells it is about, and the boundary of each community."""

    problem: Problem
    table: CellTable
    boundaries: dict[UUID, Boundary]


def pose_merging(suggestion: Suggestion, table: CellTable) -> Posed:
    """The communities under `suggestion.place` as units."""
    boundaries = _communities(suggestion)
    table = _inside(table, set(boundaries))
    parents = [str(boundaries[key].parent_id) for key in table.community_ids]
    rules = community_rules(suggestion.rule_set)
    problem = community_problem(table, rules, read_sites(suggestion.county), parents)
    return Posed(problem, table, boundaries)


def pose_dividing(suggestion: Suggestion, table: CellTable) -> Posed:
    """The cells of the communities under `suggestion.place` as units."""
    boundaries = _communities(suggestion)
    table = _inside(table, set(boundaries))
    problem = cell_problem(table, grid_rules(suggestion.rule_set), read_sites(suggestion.county))
    return Posed(problem, table, boundaries)


def in_names(posed: Posed) -> Problem:
    """The problem with communities and subdistricts called by their names, not their keys."""
    boundaries = posed.boundaries.values()
    parents = {one.parent_id: one.parent for one in boundaries if one.parent is not None}
    places = [*(one.place for one in boundaries), *parents.values()]
    often = Counter(place.name for place in places)
    names = {
        str(place.pk): place.name if often[place.name] == 1 else f"{place.name} {place.code}"
        for place in places
    }

    def renamed(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(one, one) for one in ids)

    problem = posed.problem
    return replace(
        problem,
        unit_ids=renamed(problem.unit_ids),
        parent_ids=renamed(problem.parent_ids),
        current_ids=renamed(problem.current_ids),
    )


def _communities(suggestion: Suggestion) -> dict[UUID, Boundary]:
    places = places_under([suggestion.place_id])
    found = boundaries_of(suggestion.edition, Level.COMMUNITY).filter(place__in=places)
    return {boundary.place_id: boundary for boundary in found}


def _inside(table: CellTable, communities: set[UUID]) -> CellTable:
    rows = [row for row, key in enumerate(table.community_ids) if key in communities]
    return table.of(np.isin(table.community, rows)).recoded()
