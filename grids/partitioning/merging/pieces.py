"""One piece of the county that hangs together: its columns, made from whole nodes."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from grids.partitioning.bundling import bundles
from grids.partitioning.graph import components, linking, sparse_matrix
from grids.partitioning.merging.columns import Columns, price_columns, within_service
from grids.partitioning.merging.enumeration import Ground, Groups, connected_groups
from grids.partitioning.merging.restricting import some_groups
from grids.partitioning.problem import Codes, Counts, Flags, Problem
from grids.partitioning.running import Run

COLUMN_LIMIT = 2_000_000


@dataclass(frozen=True, eq=False)
class Nodes:
    """Units contracted where they must stay together; `node` (n,) of each unit."""

    node: Codes
    count: int

    def members(self, units: Codes) -> list[Codes]:
        """The units of each node that lies in `units`, by ascending node."""
        order = units[np.argsort(self.node[units], kind="stable")]
        cuts = np.flatnonzero(np.diff(self.node[order])) + 1
        return np.split(order, cuts)


def contract(problem: Problem) -> Nodes:
    """Nodes of the problem: bundles of units kept together, and every other unit alone."""
    first = np.arange(problem.size, dtype=np.int32)
    for units in bundles(problem):
        first[units] = units[0]
    names, node = np.unique(first, return_inverse=True)
    return Nodes(node.astype(np.int32), len(names))


def piece_of_units(problem: Problem, nodes: Nodes) -> list[Codes]:
    """Units of each piece that hangs together over linking borders and bundles, sorted."""
    kept = nodes.node[problem.edges[linking(problem)]]
    matrix = sparse_matrix(nodes.count, kept, np.ones(len(kept)))
    _, piece = connected_components(matrix, directed=False)
    of_unit = piece[nodes.node]
    return [np.flatnonzero(of_unit == number).astype(np.int32) for number in range(piece.max() + 1)]


def pieces_of(problem: Problem, nodes: Nodes) -> list[Codes]:
    """Pieces to solve one by one; a rule on the number of parts joins them all."""
    if problem.rules.parts is not None:
        return [np.arange(problem.size, dtype=np.int32)]
    return piece_of_units(problem, nodes)


def all_columns(
    problem: Problem, nodes: Nodes, pieces: list[Codes], run: Run
) -> tuple[Columns, bool]:
    """The columns of all pieces in one, and whether they are all there are."""
    found = [piece_columns(problem, nodes, units, run) for units in pieces]
    columns = [one for one, _ in found]
    sizes = np.concatenate([np.diff(one.start) for one in columns])
    joined = Columns(
        start=np.concatenate([[0], np.cumsum(sizes)]),
        members=np.concatenate([one.members for one in columns]),
        households=np.concatenate([one.households for one in columns]),
        costs={
            term: np.concatenate([one.costs[term] for one in columns]) for term in columns[0].costs
        },
    )
    return joined, all(complete for _, complete in found)


def piece_columns(problem: Problem, nodes: Nodes, units: Codes, run: Run) -> tuple[Columns, bool]:
    """Priced columns of one piece, and whether they are all there are.

    Above COLUMN_LIMIT they are some of them; when stopped, every node alone.
    """
    members = nodes.members(units)
    rules, ground = problem.rules, ground_of(problem, nodes, members)
    groups = connected_groups(ground, rules.max_households, COLUMN_LIMIT, run)
    if not groups.complete:
        groups = some_groups(ground, rules.min_households, rules.max_households, run)
    single = np.diff(groups.start) == 1
    sizes = np.array([len(member) for member in members])
    start = np.concatenate([[0], np.cumsum(sizes[groups.members])])[groups.start]
    flat = [members[node] for node in groups.members.tolist()]
    whole = Groups(start, np.concatenate(flat).astype(np.int32), groups.complete)
    columns = price_columns(problem, whole)
    keep = single | within_service(problem, columns)
    if bundles(problem):
        keep &= single | _in_one_piece(problem, columns)
    return columns.kept(keep), groups.complete


def _in_one_piece(problem: Problem, columns: Columns) -> Flags:
    """Groups whose units are one piece: a bundle may itself lie in several."""
    link = linking(problem)
    whole = np.ones(columns.size, np.bool_)
    for column in range(columns.size):
        units = columns.units(column)
        inside = np.isin(problem.edges, units).all(axis=1) & link
        _, piece = components(problem.size, problem.edges, inside)
        whole[column] = len(np.unique(piece[units])) == 1
    return whole


def ground_of(problem: Problem, nodes: Nodes, members: list[Codes]) -> Ground:
    """The nodes of one piece, numbered as in `members`."""
    local = np.full(nodes.count, -1, np.int32)
    local[[nodes.node[member[0]] for member in members]] = np.arange(len(members))
    households = np.array([problem.households[member].sum() for member in members], np.int64)
    ends = local[nodes.node[problem.edges[linking(problem)]]]
    ends = ends[(ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])]
    ends = np.concatenate([ends, ends[:, ::-1]])
    matrix = sparse_matrix(len(members), ends, np.ones(len(ends)))
    return Ground(
        start=matrix.indptr.astype(np.int32),
        ends=matrix.indices.astype(np.int32),
        households=households,
        wanted=_wanted(problem, households),
        apart=_kept_apart(problem, local[nodes.node], len(members)),
    )


def _wanted(problem: Problem, households: Counts) -> Flags:
    """Nodes for whose sake others merge: the undersized; all, where the number of parts is set."""
    return (households < problem.rules.min_households) | (problem.rules.parts is not None)


def _kept_apart(problem: Problem, local: Codes, count: int) -> Flags:
    """(count, count) nodes that may not meet: apart by rule, or one of them locked."""
    apart = np.zeros((count, count), np.bool_)
    for a, b in problem.rules.apart:
        if local[a] >= 0 and local[b] >= 0:
            apart[local[a], local[b]] = apart[local[b], local[a]] = True
    for unit in problem.rules.locked:
        if local[unit] >= 0:
            apart[local[unit], :] = apart[:, local[unit]] = True
    return apart
