"""Distances between units and sites, and between units."""

import numpy as np
from scipy.sparse.csgraph import dijkstra

from grids.partitioning.graph import sparse_matrix
from grids.partitioning.problem import Codes, Floats, Problem


def site_distances(problem: Problem) -> Floats:
    """(n, s) metres from each unit to each site: the matrix given, else straight or by hops."""
    if problem.distances is not None:
        return problem.distances
    if problem.rules.distance == "hops":
        return hops(problem, problem.sites)
    gap = problem.xy[:, None, :] - problem.xy[problem.sites][None, :, :]
    return np.hypot(gap[..., 0], gap[..., 1])


def unit_distances(problem: Problem) -> Floats:
    """(n, n) distance from each unit to each unit as a centre: hops or straight metres."""
    if problem.rules.distance == "hops":
        return hops(problem, np.arange(problem.size, dtype=np.int32))
    gap = problem.xy[:, None, :] - problem.xy[None, :, :]
    return np.hypot(gap[..., 0], gap[..., 1])


def hops(problem: Problem, targets: Codes) -> Floats:
    """(n, t) fewest borders crossed from each unit to each target in the whole graph."""
    matrix = sparse_matrix(problem.size, problem.edges, np.ones(len(problem.edges)))
    return np.asarray(dijkstra(matrix, directed=False, unweighted=True, indices=targets)).T
