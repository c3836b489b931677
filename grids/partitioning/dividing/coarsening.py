"""Coarser ground: compounds made whole, then neighbours matched along their dearest borders.

Flips of whole compounds and pairs of cells change a division in far fewer steps than flips of
single cells; the finer ground is only taken up once the coarse one has cooled
(Karypis and Kumar 1998, multilevel k-way partitioning).
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.kernels import match_along_borders
from grids.partitioning.graph import Graph, sparse_matrix
from grids.partitioning.problem import Codes


@dataclass(frozen=True, eq=False)
class Level:
    """A coarser ground, and the node of it that each finer node belongs to."""

    ground: Ground
    node: Codes


def compounds_whole(ground: Ground, most: float) -> Level:
    """Every connected compound of at most `most` households as one node."""
    source = ground.sources()
    inside = (ground.compound[source] >= 0) & (ground.graph.link > 0)
    inside &= ground.compound[source] == ground.compound[ground.graph.ends]
    ends = np.stack([source, ground.graph.ends], axis=1)[inside]
    matrix = sparse_matrix(ground.size, ends, np.ones(len(ends)))
    _, piece = connected_components(matrix, directed=False)
    large = np.bincount(piece, ground.households)[piece] > most
    return contracted(ground, np.where(large, ground.size + np.arange(ground.size), piece))


def matched(ground: Ground, most: int, generator: np.random.Generator) -> Level:
    """Neighbours paired along their dearest border, in random order, up to `most` households."""
    graph = ground.graph
    order = generator.permutation(ground.size).astype(np.int32)
    mate = match_along_borders(
        graph.start, graph.ends, graph.weight, graph.link, ground.households, most, order
    )
    return contracted(ground, mate)


def contracted(ground: Ground, names: Codes) -> Level:
    """The ground with nodes of equal name made one."""
    _, node = np.unique(names, return_inverse=True)
    size = int(node.max()) + 1
    ends = np.stack([node[ground.sources()], node[ground.graph.ends]], axis=1)
    kept = ends[:, 0] != ends[:, 1]
    weight = sparse_matrix(size, ends[kept], ground.graph.weight[kept])
    link = sparse_matrix(size, ends[kept], ground.graph.link[kept].astype(np.float64))
    graph = Graph(
        weight.indptr.astype(np.int32),
        weight.indices.astype(np.int32),
        weight.data.astype(np.float64),
        (link.data > 0).astype(np.uint8),
    )
    households = np.bincount(node, ground.households, size).astype(np.int64)
    compound = np.full(size, -1, np.int32)
    coarse = Ground(graph, households, ground.units, node[ground.node].astype(np.int32), compound)
    return Level(coarse, node.astype(np.int32))
