"""What an exact method answers: a division of one piece, and how far from the best it can be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grids.partitioning.problem import Codes


@dataclass(frozen=True, eq=False)
class Proof:
    """A division of the nodes of one piece and a lower bound on every division of it.

    `label` (nodes,) the part of each node, None where no division keeps the hard rules;
    `value` and `bound` in the unit of the objective, `bound <= value`; `proven` when nothing lies
    between them; with `label` None and `proven` True it is proven that there is none.
    `certificate` holds what somebody needs to verify the bound.
    """

    label: Codes | None
    value: float
    bound: float
    proven: bool
    certificate: Mapping[str, Any] = field(default_factory=dict)
