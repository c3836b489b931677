"""The page `docs/benchmarks.md`: what was measured, on what, with which command."""

from collections.abc import Sequence

from tests.bench.engine.judging import PATIENCE
from tests.bench.engine.machine import machine
from tests.bench.engine.tables import COLUMNS, GROWTH, Size, growth, plays, table

PAGE = """# What the engine reaches

Made by

    {command}

on {machine}. The figures are CPU seconds of the computing part alone, on one thread.

The problems are made towns (`make_town`), their buildings turned into cells as in the product, \
the whole town as one area: 300 to 500 households a grid, target 400; a border along a road, a \
railway, the river or a wall is cheap to cut, one inside a compound ten times as dear. Ours and \
every peer get the same graph; peers get whole weights, the number of grids nearest to the target \
as ours does, and tolerances up to the one the maximum allows. Every division is judged by \
`check` and by the same scorecard, which must agree. Of several seeds the best is shown.

## Over the sizes

Our median of three seeds (one seed from 50,000 cells on). A feasible peer (every grid within its \
bounds and connected) counts when it took no longer than {patience} times our CPU seconds; an \
infeasible one whatever it took.

{growth}

## Everybody

{plays}

A compound is split needlessly where it hangs together and one grid could have held it. A player \
that was stopped at its CPU bound is shown with what it had found until then. max-p knows \
no maximum and no cut, Ward's criterion no households: they are here because planners use them.
"""


def report(sizes: Sequence[Size], command: str) -> str:
    """The whole page."""
    return PAGE.format(
        command=command,
        machine=machine(),
        patience=PATIENCE,
        growth=table(GROWTH, [growth(size) for size in sizes]),
        plays=table(COLUMNS, [line for size in sizes for line in plays(size)]),
    )
