"""How much work the exact method may do, counted instead of clocked: the same on every machine."""

from dataclasses import dataclass, field

from grids.partitioning.running import Run

STEPS, CELLS, PIVOTS = 2.5e7, 3e8, 4e3  # about what one second holds, of each alone


@dataclass
class Effort:
    """Nominal seconds left: counted in search steps, table cells and simplex pivots.

    `run` may end it before: somebody asked to stop.
    """

    left: float
    run: Run = field(default_factory=Run)

    @property
    def is_spent(self) -> bool:
        """Whether to answer with what is known."""
        return self.left <= 0 or self.run.should_stop

    @property
    def steps_left(self) -> int:
        """Search steps that may still be done."""
        return int(max(self.left, 0.0) * STEPS) + 1_000

    def spend(self, *, steps: float = 0, cells: float = 0, pivots: float = 0) -> None:
        """Work done."""
        self.left -= steps / STEPS + cells / CELLS + pivots / PIVOTS
