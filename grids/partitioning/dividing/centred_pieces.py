"""Pieces to divide around centres: their graph, their distances, the numbers of parts to try."""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.distances import hops
from grids.partitioning.dividing.counting import admissible, free_number, shared_out, to_try
from grids.partitioning.exact.hess import LIMIT, bound_distance, prove_distance
from grids.partitioning.exact.hess_model import Hess, hess_model
from grids.partitioning.exact.hess_search import Extra
from grids.partitioning.exact.proof import Proof
from grids.partitioning.graph import (
    Graph,
    border_weight,
    build_graph,
    components,
    inside_weight,
    linking,
)
from grids.partitioning.problem import Codes, Counts, Floats, Problem
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run


@dataclass(frozen=True, eq=False)
class Piece:
    """Units to divide by themselves: `units` (t,) indices, `distance` (t, t) unit to centre.

    `numbers`: least and most parts, the ranges to try one after another until one can be kept.
    """

    units: Codes
    graph: Graph
    households: Counts
    distance: Floats
    numbers: tuple[tuple[int, int], ...]

    def model(self, rules: Rules, parts: tuple[int, int]) -> Hess:
        """The Hess model of this piece."""
        bounds = rules.min_households, rules.max_households
        return hess_model(self.graph, self.households, self.distance, bounds, parts)


def pieces_of(problem: Problem) -> list[Piece]:
    """The pieces that hang together; all in one where their parts are counted together.

    That is exact, but only for few units; more are given a share of the parts piece by piece.
    """
    _, piece = components(problem.size, problem.edges, linking(problem))
    own = [np.flatnonzero(piece == k).astype(np.int32) for k in range(int(piece.max()) + 1)]
    parts = problem.rules.parts
    if parts is None:
        return [_piece(problem, units, _to_try(problem, units)) for units in own]
    if len(own) == 1 or problem.size <= LIMIT:
        return [_piece(problem, np.arange(problem.size, dtype=np.int32), (parts,))]
    return [
        _piece(problem, units, ((count, count),))
        for units, count in zip(own, _shares(problem, own, parts), strict=True)
    ]


def _to_try(problem: Problem, units: Codes) -> tuple[tuple[int, int], ...]:
    numbers = to_try(problem.households[units], problem.rules)
    if free_number(problem.rules):
        total = int(problem.households[units].sum())
        every = admissible(total, len(units), problem.rules) or numbers
        return ((min(every), max(every)),)
    return tuple((number, number) for number in numbers)


def _shares(problem: Problem, own: list[Codes], parts: tuple[int, int]) -> list[int]:
    totals = np.array([problem.households[units].sum() for units in own])
    wanted = round(int(totals.sum()) / max(problem.rules.target, 1))
    return shared_out(
        totals, np.array([len(units) for units in own]), max(parts[0], min(parts[1], wanted))
    )


def _piece(problem: Problem, units: Codes, numbers: tuple[tuple[int, int], ...]) -> Piece:
    local = np.full(problem.size, -1, np.int32)
    local[units] = np.arange(len(units))
    ends = local[problem.edges]
    kept = (ends >= 0).all(axis=1)
    weight = (border_weight(problem) - inside_weight(problem))[kept]
    graph = build_graph(len(units), ends[kept], weight, linking(problem)[kept])
    return Piece(units, graph, problem.households[units], _distance(problem, units), numbers)


def _distance(problem: Problem, units: Codes) -> Floats:
    """(t, t) from each unit to each as a centre; by the matrix only units with a site are."""
    if problem.rules.distance == "hops":
        return hops(problem, units)[units]
    if problem.rules.distance == "euclidean" or problem.distances is None:
        gap = problem.xy[units][:, None, :] - problem.xy[units][None, :, :]
        return np.hypot(gap[..., 0], gap[..., 1])
    nearest = np.full((problem.size, problem.size), np.inf)
    for site, unit in enumerate(problem.sites.tolist()):
        nearest[:, unit] = np.minimum(nearest[:, unit], problem.distances[:, site])
    return np.ascontiguousarray(nearest[np.ix_(units, units)])


def solve_piece(piece: Piece, rules: Rules, seed: np.random.SeedSequence, run: Run) -> Proof:
    """The best division for the first number of parts that can be kept.

    When none can, it is proven impossible only if it is for every number.
    """
    generator = np.random.default_rng(seed)
    every = True
    for parts in piece.numbers:
        model = piece.model(rules, parts)
        extra = _extra(piece, rules)
        if extra is None:
            proof = prove_distance(model, generator, run)
        else:
            proof = bound_distance(model, generator, run, extra)
        if proof.label is not None:
            return proof
        every = every and proof.proven
    bound = np.inf if every else -np.inf
    return Proof(None, np.inf, bound, proven=every)


def _extra(piece: Piece, rules: Rules) -> Extra | None:
    """What is weighed beside the distance, in its unit; None: nothing."""
    far = rules.weight_of("distance")
    cut, off = rules.weight_of("cut") / far, rules.weight_of("balance") / far
    if not cut and not off:
        return None
    link = piece.graph.link.astype(np.bool_)
    return Extra(cut * piece.graph.weight[link], off, float(np.clip(rules.target, 0, 2**53)))


def walked(piece: Piece, labels: Codes) -> tuple[dict[int, int], float]:
    """The centre of each part in the piece, as unit index by label, and the household-distance.

    A part nobody can serve has no centre and adds nothing.
    """
    own, found, total = labels[piece.units], {}, 0.0
    for part in np.unique(own).tolist():
        units = np.flatnonzero(own == part)
        inside = piece.distance[np.ix_(units, units)]
        served = np.isfinite(inside).all(axis=0)
        sums = piece.households[units] @ np.where(served, inside, 0.0)
        if served.any():
            best = int(np.where(served, sums, np.inf).argmin())
            found[part] = int(piece.units[units[best]])
            total += float(sums[best])
    return found, total
