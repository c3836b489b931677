"""The one seam to HiGHS: silent, on one thread, to gap 0, and stopped when the run is."""

from typing import Any

import highspy

from grids.partitioning.running import Run

Model: Any = highspy.Highs  # its methods are typed, its constructor and callbacks are not


class _Silent(Model):  # type: ignore[misc] # Any as base, for the reason above
    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's name; called by its constructor
        """Turn the output off before the constructor can print its banner to stdout."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


def new_solver(run: Run, *, absolute_gap: float = 1e-6) -> highspy.Highs:
    """A solver that stops when `run` says so; `absolute_gap` below 1 is proof for whole costs."""
    solver: highspy.Highs = _Silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", absolute_gap)
    if run.cancelled is not None or run.time_limit is not None:
        for asks in (solver.cbMipInterrupt, solver.cbSimplexInterrupt):
            asks.subscribe(lambda event: event.interrupt() if run.should_stop else None)
    return solver
