"""The fewest households that leave their present part, by whole-number programming.

    min  sum over i of (h_i + 1/(n+1)) (1 - x[i, p(i)])     p(i): the part node i lies in now
    s.t. sum over g of x[i, g] = 1                       every node lies in one part
         low <= sum over i of h_i x[i, g] <= high        every present part stays within the bounds
         x[a, g] + x[b, g] - sum over s in S of x[s, g] <= 1   where S separates a from b

Parts have names, so none is another's mirror image, and the model is small where little moves.
The last rows are added where an answer is in pieces (a,b-separators: Oehrlein and Haunert 2017,
"A cutting-plane method for contiguity-constrained spatial aggregation"), S being the neighbours
of the piece with a that are met from b.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse.csgraph import connected_components

from grids.partitioning.exact.proof import Proof
from grids.partitioning.graph import Graph, sparse_matrix
from grids.partitioning.problem import Codes, Counts, Flags, Floats
from grids.partitioning.running import Run
from grids.partitioning.solving import new_solver

MOST_COLUMNS = 4_000  # nodes x parts, above which nothing is tried
MOST_ROUNDS = 25  # of solving and adding rows
MOST_NODES = 150  # of the solver's tree in one round,
NODES_IN_ALL = 400  # and in all of them
PER_PIECE = 8  # rows for one piece that is cut off


@dataclass(frozen=True, eq=False)
class Moving:
    """A piece of n nodes to be kept as it is as far as may be.

    `present` (n,) parts from 0, all of them; -1 for a node of none, which moves for nothing.
    `held` (n,) nodes that stay; `apart` pairs of nodes kept in two parts.
    """

    graph: Graph
    households: Counts
    present: Codes
    held: Flags
    apart: Sequence[tuple[int, int]]
    bounds: tuple[int, int]

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.households)

    @property
    def parts(self) -> int:
        """Number of present parts."""
        return int(self.present.max(initial=-1)) + 1

    def moved(self, label: Codes) -> int:
        """Households that leave their present part."""
        left = (self.present >= 0) & (label != self.present)
        return int(self.households[left].sum())


def fewest_moved(moving: Moving, known: Codes | None, run: Run) -> Proof | None:
    """The division into the present parts that moves the fewest households, then nodes.

    `known`: one within the bounds by the names of its parts, answered again where no other moves
    fewer. None where the piece is too large, has no parts, or the effort was spent; a proof
    without a label where no such division keeps the bounds.
    """
    if not 0 < moving.parts * moving.size <= MOST_COLUMNS:
        return None
    solver = new_solver(run, absolute_gap=0.5)
    solver.setOptionValue("mip_max_nodes", MOST_NODES)
    solver.setOptionValue("random_seed", 1)
    solver.passModel(_model(moving))
    if known is not None:
        _demand_fewer(solver, moving, moving.moved(known))
    nodes = 0
    for _ in range(MOST_ROUNDS):
        solver.run()
        status, nodes = solver.getModelStatus(), nodes + solver.getInfo().mip_node_count
        if status == highspy.HighsModelStatus.kInfeasible:
            return _settled(moving, known)
        if status != highspy.HighsModelStatus.kOptimal or run.should_stop or nodes > NODES_IN_ALL:
            return None
        share = np.array(solver.getSolution().col_value).reshape(moving.size, moving.parts)
        label = share.argmax(axis=1).astype(np.int32)
        rows = list(_cut_off(moving, label))
        if not rows:
            return _settled(moving, label)
        _demand(solver, moving, rows)
    return None


def _settled(moving: Moving, label: Codes | None) -> Proof:
    value = np.inf if label is None else float(moving.moved(label))
    return Proof(label, value, value, proven=True, certificate={"method": "moved"})


def _model(moving: Moving) -> highspy.HighsLp:
    """Columns x[i, g] in the order of nodes, then parts; rows: nodes, parts, pairs apart."""
    n, parts, lp = moving.size, moving.parts, highspy.HighsLp()
    low, high = moving.bounds
    lp.num_col_, lp.num_row_ = n * parts, n + parts + len(moving.apart) * parts
    lp.col_cost_ = _costs(moving)
    lp.col_lower_ = _kept(moving).astype(np.float64).ravel()
    lp.col_upper_ = np.ones(n * parts)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * (n * parts)
    none = -highspy.kHighsInf
    pairs = len(moving.apart) * parts
    lp.row_lower_ = np.concatenate([np.ones(n), np.full(parts, float(low)), np.full(pairs, none)])
    lp.row_upper_ = np.concatenate([np.ones(n), np.full(parts, float(high)), np.ones(pairs)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    rows = [*_once(n, parts), *_sizes(moving), *_pairs(moving)]
    lp.a_matrix_.start_ = np.cumsum([0, *(len(index) for index, _ in rows)]).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate([index for index, _ in rows]).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate([value for _, value in rows]).astype(np.float64)
    return lp


Row = tuple[Counts, Counts]


def _costs(moving: Moving) -> Floats:
    """Leaving costs the households times more than there are nodes, and one for the node."""
    cost = np.zeros((moving.size, moving.parts), np.int64)
    known = moving.present >= 0
    dear = (moving.size + 1) * moving.households + 1
    cost[known] = dear[known, None]
    cost[known, moving.present[known]] = 0
    return cost.ravel().astype(np.float64)


def _kept(moving: Moving) -> Flags:
    held = np.zeros((moving.size, moving.parts), np.bool_)
    rows = np.flatnonzero(moving.held & (moving.present >= 0))
    held[rows, moving.present[rows]] = True
    return held


def _once(n: int, parts: int) -> Iterator[Row]:
    for node in range(n):
        yield np.arange(node * parts, (node + 1) * parts, dtype=np.int64), np.ones(parts, np.int64)


def _sizes(moving: Moving) -> Iterator[Row]:
    for part in range(moving.parts):
        yield np.arange(moving.size, dtype=np.int64) * moving.parts + part, moving.households


def _pairs(moving: Moving) -> Iterator[Row]:
    for a, b in moving.apart:
        for part in range(moving.parts):
            columns = np.array([a * moving.parts + part, b * moving.parts + part])
            yield columns, np.ones(2, np.int64)


@dataclass(frozen=True, eq=False)
class _CutOff:
    """A piece of a part that can be joined to node `b` of the rest only over nodes `around`."""

    part: int
    nodes: Counts
    b: int
    around: Counts


def _cut_off(moving: Moving, label: Codes) -> Iterator[_CutOff]:
    """Every piece of a part but the one with most households."""
    sources = np.repeat(np.arange(moving.size, dtype=np.int32), np.diff(moving.graph.start))
    arcs = np.stack([sources, moving.graph.ends], axis=1)[moving.graph.link > 0]
    piece = _pieces(moving.size, arcs[label[arcs[:, 0]] == label[arcs[:, 1]]])
    for part in range(moving.parts):
        own = np.unique(piece[label == part])
        if len(own) < 2:
            continue
        sizes = np.bincount(piece, moving.households + 1e-6)
        main = own[sizes[own].argmax()]
        heaviest = np.where(piece == main, moving.households, -1)
        for other in own[own != main].tolist():
            b = int(heaviest.argmax())
            yield _CutOff(
                part,
                np.flatnonzero(piece == other).astype(np.int64),
                b,
                _around(arcs, piece == other, b),
            )


def _around(arcs: Codes, inside: Flags, b: int) -> Counts:
    """The neighbours of the nodes inside that can be met from b without passing any of them."""
    rim = np.zeros(len(inside), np.bool_)
    rim[arcs[inside[arcs[:, 0]] & ~inside[arcs[:, 1]], 1]] = True
    free = ~(inside | rim)
    beyond = _pieces(len(inside), arcs[free[arcs].all(axis=1)])
    reached = free & (beyond == beyond[b])
    met = np.zeros(len(inside), np.bool_)
    met[arcs[reached[arcs[:, 0]] & rim[arcs[:, 1]], 1]] = True
    return np.flatnonzero(met).astype(np.int64)


def _pieces(size: int, arcs: Codes) -> Codes:
    matrix = sparse_matrix(size, arcs, np.ones(len(arcs)))
    return np.asarray(connected_components(matrix, directed=False)[1], np.int32)


def _demand(solver: highspy.Highs, moving: Moving, rows: Sequence[_CutOff]) -> None:
    """Rows that forbid the pieces: in whichever part, for all parts are alike in this."""
    for row in rows:
        order = np.argsort(-moving.households[row.nodes], kind="stable")
        for a in row.nodes[order][:PER_PIECE].tolist():
            for part in range(moving.parts):
                nodes = np.array([a, row.b, *row.around.tolist()])
                columns = (nodes * moving.parts + part).astype(np.int32)
                values = np.array([1.0, 1.0, *(-1.0 for _ in row.around)])
                solver.addRow(-highspy.kHighsInf, 1.0, len(columns), columns, values)


def _demand_fewer(solver: highspy.Highs, moving: Moving, moved: int) -> None:
    """The row that asks for fewer households moved than are known to be enough."""
    known = np.flatnonzero(moving.present >= 0)
    columns = (known * moving.parts + moving.present[known]).astype(np.int32)
    stay = moving.households[known].astype(np.float64)
    least = float(stay.sum()) - moved + 1
    solver.addRow(least, highspy.kHighsInf, len(columns), columns, stay)
