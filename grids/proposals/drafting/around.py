"""What lies around some cells: the pieces they fall into, and the units they border on."""

from typing import Any

import numpy as np
from scipy.sparse.csgraph import connected_components

from grids.division.cell_table import Codes, Flags, Floats
from grids.partitioning.evaluating import Measure
from grids.partitioning.graph import sparse_matrix
from grids.partitioning.problem import Problem


def pieces_of(measure: Measure, rows: Codes) -> list[Codes]:
    """The pieces in which `rows` (sorted) hang together, the one with most households first."""
    problem = measure.problem
    borders = measure.incidence.of(rows)
    borders = borders[measure.links[borders]]
    ends = np.searchsorted(rows, problem.edges[borders]).clip(max=max(len(rows) - 1, 0))
    inside = (rows[ends] == problem.edges[borders]).all(axis=1) if len(rows) else borders > 0
    edges = ends[inside].astype(np.int32)
    _, piece = connected_components(
        sparse_matrix(len(rows), edges, np.ones(len(edges))), directed=False
    )
    order = np.argsort(piece, kind="stable")
    found = np.split(rows[order], np.cumsum(np.bincount(piece))[:-1]) if len(rows) else []
    return sorted(found, key=lambda one: _rank(problem, one))


def _rank(problem: Problem, rows: Codes) -> tuple[int, int, int]:
    return -int(problem.households[rows].sum()), -len(rows), int(rows[0])


def shared_border(measure: Measure, labels: Codes, rows: Codes) -> Floats:
    """(largest label + 1,) metres of linking border between `rows` and each label outside them."""
    problem: Any = measure.problem
    borders = measure.incidence.of(rows)
    borders = borders[measure.links[borders]]
    own: Flags = np.isin(problem.edges[borders], rows)
    out = own.sum(axis=1) == 1
    other = problem.edges[borders][out][~own[out]]
    return np.bincount(
        labels[other], problem.length[borders][out], int(labels.max(initial=0)) + 1
    ).astype(np.float64)


def labels_around(measure: Measure, labels: Codes, rows: Codes) -> set[int]:
    """The labels of these cells and of all that touch them."""
    borders = measure.incidence.of(rows)
    return {*labels[measure.problem.edges[borders]].ravel().tolist(), *labels[rows].tolist()}
