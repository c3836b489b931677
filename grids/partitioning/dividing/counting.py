"""How many parts a total of households may be divided into."""

import numpy as np

from grids.partitioning.problem import Counts
from grids.partitioning.rules import Rules

SPREAD = (0.0, 0.15, 0.3, 0.5, 0.75)  # which of the admissible numbers, where any may do


def admissible(total: int, nodes: int, rules: Rules) -> tuple[int, ...]:
    """Numbers of parts whose mean keeps the bounds, nearest to the target first; may be empty."""
    least = max(1, -(-total // rules.max_households))
    most = nodes if rules.min_households == 0 else min(nodes, total // rules.min_households)
    numbers = range(least, min(most, least + nodes) + 1)
    return tuple(sorted(numbers, key=lambda k: (abs(total / k - rules.target), k)))


def to_try(households: Counts, rules: Rules, now: int = 0) -> tuple[int, ...]:
    """Numbers of parts of nodes with these households, the one nearest to the target first.

    Its neighbours follow in case that one cannot be kept. Where the rules have no target, numbers
    from the fewest to the most, for the objective to choose among; given how many there are
    `now`, the nearest to that. A node above the maximum fills one part by itself, whatever it
    holds, and leaves the rest to the others.
    """
    above = households > rules.max_households
    alone, total = int(above.sum()), int(households[~above].sum())
    nodes = len(households) - alone
    if nodes == 0 or total == 0:
        return (max(1, alone),)
    numbers = admissible(total, nodes, rules) or (
        min(nodes, max(1, round(total / max(rules.target, 1)))),
    )
    if free_number(rules):
        numbers = tuple(np.unique(np.quantile(numbers, SPREAD, method="nearest")).tolist())
    elif now:
        numbers = tuple(sorted(numbers, key=lambda number: abs(alone + number - now)))
    kept = numbers if free_number(rules) else numbers[:3]
    return tuple(alone + number for number in kept)


def free_number(rules: Rules) -> bool:
    """Whether the objective alone says how many parts there should be."""
    return rules.target_households is None and rules.parts is None


def shared_out(totals: Counts, nodes: Counts, parts: int) -> list[int]:
    """`parts` shared among pieces by their households, at least one and at most its nodes each."""
    share = [1] * len(totals)
    while sum(share) < parts:
        open_ = [i for i in range(len(share)) if share[i] < nodes[i]]
        if not open_:
            break
        best = max(open_, key=lambda i: (totals[i] / share[i], -i))
        share[best] += 1
    return share
