"""First divisions for the exact method: many short starts, for tight bounds defeat a single one."""

from collections.abc import Iterator

import numpy as np

from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.improving import divide_once
from grids.partitioning.problem import Codes
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run


def many_starts(  # noqa: PLR0917 - what to divide, how often, by what chance, and whom to ask
    ground: Ground,
    rules: Rules,
    numbers: range,
    starts: int,
    generator: np.random.Generator,
    run: Run,
) -> Iterator[Codes]:
    """Labels of `starts` divisions, the numbers of parts in turn; fewer when asked to stop."""
    for start in range(starts):
        if run.should_stop:
            return
        parts = numbers[start % len(numbers)]
        yield divide_once(ground, parts, rules, generator, run).label
