"""A division being improved: labels and running sums, changed in place by the kernels."""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.kernels import State, new_state
from grids.partitioning.problem import Codes, Counts


@dataclass(frozen=True, eq=False)
class Division:
    """Labels of nodes with the households and nodes of every part, and the generator's state."""

    label: Codes
    size: Counts
    count: Codes
    state: State


def divided(ground: Ground, label: Codes, parts: int, generator: np.random.Generator) -> Division:
    """A division to improve, from its labels."""
    size = np.zeros(parts, np.int64)
    np.add.at(size, label, ground.households)
    count = np.bincount(label, minlength=parts).astype(np.int32)
    return Division(label.astype(np.int32), size, count, new_state(generator))
