"""The columns made so far, each group of nodes once."""

from collections.abc import Sequence

import numpy as np

from grids.partitioning.merging.columns import Columns, price_columns
from grids.partitioning.merging.enumeration import Groups
from grids.partitioning.problem import Codes, Problem


class Pool:
    """Columns over units, from groups of nodes that keep every rule.

    `members`: units of each node; `known`: the column of each group, by its nodes in order.
    """

    def __init__(self, problem: Problem, members: Sequence[Codes], columns: Columns) -> None:
        self.problem, self.members, self.columns = problem, members, columns
        node = np.full(problem.size, -1, np.int32)
        for number, units in enumerate(members):
            node[units] = number
        self.node = node
        of_member = node[columns.members]
        groups = np.split(of_member, columns.start[1:-1])
        self.known = {np.unique(own).tobytes(): place for place, own in enumerate(groups)}

    def add(self, groups: Sequence[Codes]) -> int:
        """Take up groups not met before; how many."""
        fresh: list[Codes] = []
        for group in groups:
            own = np.sort(group)
            if own.tobytes() not in self.known:
                self.known[own.tobytes()] = self.columns.size + len(fresh)
                fresh.append(np.concatenate([self.members[node] for node in own.tolist()]))
        if fresh:
            start = np.cumsum([0, *map(len, fresh)])
            groups_of_units = Groups(start, np.concatenate(fresh), complete=False)
            self.columns = _joined(self.columns, price_columns(self.problem, groups_of_units))
        return len(fresh)


def _joined(one: Columns, other: Columns) -> Columns:
    return Columns(
        start=np.concatenate([one.start, one.start[-1] + other.start[1:]]),
        members=np.concatenate([one.members, other.members]),
        households=np.concatenate([one.households, other.households]),
        costs={term: np.concatenate([one.costs[term], other.costs[term]]) for term in one.costs},
    )
