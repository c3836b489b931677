"""Sharing out what a unit leaves behind: its neighbours grow into it, round by round."""

import numpy as np

from grids.division.cell_table import Codes, Flags, Floats


def grow_into(
    edges: Codes, length: Floats, labels: Codes, waiting: Flags, allowed: Flags
) -> tuple[Codes, Flags]:
    """New labels (n,), and which nodes (n,) no label reached.

    `edges` (m, 2) nodes that touch along `length` (m,) metres; nodes that are `waiting` (n,) get a
    label from those `allowed` (k,). In every round each waiting node beside a labelled one takes
    the label with which it shares most border (of equals the smallest), so that all labels grow
    inward alike and what hung together still does.
    """
    labels, waiting = labels.copy(), waiting.copy()
    inner = np.concatenate([edges[:, 0], edges[:, 1]])
    outer = np.concatenate([edges[:, 1], edges[:, 0]])
    metres = np.tile(length, 2)
    while True:
        near = waiting[inner] & ~waiting[outer] & allowed[labels[outer]]
        if not near.any():
            return labels, waiting
        nodes, taken = _longest(inner[near], labels[outer[near]], metres[near])
        labels[nodes] = taken
        waiting[nodes] = False


def _longest(nodes: Codes, labels: Codes, metres: Floats) -> tuple[Codes, Codes]:
    """Each node once, and the label it shares most metres with."""
    pairs, place = np.unique(np.column_stack([nodes, labels]), axis=0, return_inverse=True)
    total = np.bincount(place.ravel(), metres)
    order = np.lexsort((pairs[:, 1], -total, pairs[:, 0]))
    found, first = np.unique(pairs[order, 0], return_index=True)
    return found.astype(np.int32), pairs[order, 1][first].astype(np.int32)
