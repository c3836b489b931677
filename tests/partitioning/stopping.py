"""Somebody who says "stop" after a while, and counts the work done after it.

Work is counted in calls of functions, not in seconds: the same on any machine, however busy.
"""

import sys
from types import FrameType
from typing import Any

SOON = 100_000  # calls; the figures of an answer are some 60,000, a whole run is far more


class Stopping:
    """Answers "go on" so many times, then "stop", and counts the calls made from then on."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.was_told = False
        self.calls = 0

    def __call__(self) -> bool:
        self.times -= 1
        if self.times < 0 and not self.was_told:
            self.was_told = True
            sys.setprofile(self._count)
        return self.was_told

    def __enter__(self) -> "Stopping":
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _count(self, _frame: FrameType, event: str, _argument: Any) -> None:
        if event in {"call", "c_call"}:
            self.calls += 1
