"""The one seam to the clock, to progress and to cancelling."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class Run:
    """What a solver may ask of the outside: should I stop, and how long have I been at it.

    A run without a time limit is reproducible; with one it depends on the machine.
    """

    time_limit: float | None = None
    progress: Progress | None = None
    cancelled: Cancelled | None = None
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.began

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self.cancelled is not None and self.cancelled()

    @property
    def is_late(self) -> bool:
        """Whether the time limit has passed."""
        return self.time_limit is not None and self.seconds >= self.time_limit

    @property
    def should_stop(self) -> bool:
        """Whether to answer now with the best so far."""
        return self.is_cancelled or self.is_late

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the limit, None without one."""
        return None if self.time_limit is None else max(0.0, self.time_limit - self.seconds)

    @property
    def ends_at(self) -> float | None:
        """The moment of the limit by the clock on the wall, which other processes share."""
        left = self.seconds_left
        return None if left is None else time.time() + left

    @classmethod
    def until(cls, moment: float | None) -> "Run":
        """A run elsewhere, to end at the moment of `ends_at`: what waited long has less time."""
        return cls(None if moment is None else max(0.0, moment - time.time()))

    def tell(self, done: int, total: int, phase: str) -> None:
        """Report progress."""
        if self.progress is not None:
            self.progress(done, total, phase)
