"""PROBLEM document to `Problem`."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from grids.partitioning.problem import Codes, Floats, Problem
from grids.partitioning.reading.borders import read_distances, read_edges, read_sites
from grids.partitioning.reading.consistency import refuse_contradictions
from grids.partitioning.reading.fields import mapping
from grids.partitioning.reading.network import read_walks
from grids.partitioning.reading.ruleset import read_rules
from grids.partitioning.reading.units import (
    Rows,
    read_codes,
    read_households,
    read_ids,
    read_measure,
    read_places,
    read_rows,
)


def read_problem(document: Any) -> Problem:
    """Read a PROBLEM document (docs/engine.md, schema.json) into arrays.

    Raises ProblemError, naming the place, for unknown or repeated ids, negative or missing
    counts, numbers that are not finite, misspelt or contradictory rules.
    """
    document = mapping(document, "PROBLEM")
    rows = read_rows(document)
    ids = read_ids(rows)
    index = {name: place for place, name in enumerate(ids)}
    problem = _assemble(document, rows, ids, index)
    refuse_contradictions(problem)
    return problem


def _assemble(
    document: Mapping[str, Any], rows: Rows, ids: tuple[str, ...], index: Mapping[str, int]
) -> Problem:
    edges, length, barrier, barrier_names = read_edges(document, index)
    sites, site_ids = read_sites(document, index)
    places = read_places(rows)
    walks = read_walks(document, rows, places, sites)
    group, group_ids = read_codes(rows, "group")
    parent, parent_ids = read_codes(rows, "parent")
    current, current_ids = read_codes(rows, "current")
    return Problem(
        unit_ids=ids,
        xy=places,
        households=read_households(rows),
        population=read_measure(rows, "population"),
        area=read_measure(rows, "area"),
        outer=_outer(rows, edges, length),
        group=group,
        group_ids=group_ids,
        parent=parent,
        parent_ids=parent_ids,
        current=current,
        current_ids=current_ids,
        edges=edges,
        length=length,
        barrier=barrier,
        barrier_names=barrier_names,
        sites=sites,
        site_ids=site_ids,
        distances=read_distances(document, len(ids), len(site_ids)) if walks is None else walks,
        rules=read_rules(mapping(document.get("rules", {}), "rules"), index),
    )


def _outer(rows: Rows, edges: Codes, length: Floats) -> Floats:
    """Own border along no other unit: as given, else perimeter minus the shared borders."""
    outer = read_measure(rows, "outer")
    shared = np.bincount(edges.ravel(), np.repeat(length, 2), len(rows))
    rest = np.maximum(read_measure(rows, "perimeter") - shared, 0.0)
    return np.where(np.isnan(outer), rest, outer)
