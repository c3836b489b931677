"""What every player shares: the instance, the clock, and the way of the answers."""

import json
import resource
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Instance:
    """A graph in CSR form with whole weights (tenths of weighted metres), and the bounds.

    `start` (n+1,), `ends`, `weight` (a,), every border twice; `households`, `x`, `y` (n,).
    """

    start: list[int]
    ends: list[int]
    weight: list[int]
    households: list[int]
    x: list[float]
    y: list[float]
    parts: int
    least: int
    most: int

    def edges(self) -> list[tuple[int, int, int]]:
        """Every border once: its two nodes and its weight."""
        return [
            (node, self.ends[place], self.weight[place])
            for node in range(len(self.households))
            for place in range(self.start[node], self.start[node + 1])
            if node < self.ends[place]
        ]

    @property
    def tolerances(self) -> tuple[float, float, float]:
        """Shares over the mean size: tight, middle, and the most the maximum allows."""
        widest = self.most * self.parts / sum(self.households) - 1
        return (0.03, 0.1, round(max(0.0, 0.98 * widest), 3))


@dataclass(frozen=True)
class Sheet:
    """Where the answers go, one JSON line each, as soon as they are known."""

    path: Path

    def play(self, who: str, solve: Callable[[], Iterable[Any]]) -> None:
        """Solve, and write down the labels, the CPU seconds of solving and the peak memory."""
        began = cpu_seconds()
        labels = [int(label) for label in solve()]
        self.write(who, labels, cpu_seconds() - began)

    def write(self, who: str, labels: list[int], seconds: float) -> None:
        """One answer."""
        answer = {"who": who, "seconds": seconds, "peak_mb": peak_mb(), "labels": labels}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(answer) + "\n")


def cpu_seconds() -> float:
    """Of this process, all its threads, and the children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak_mb() -> float:
    """The most memory this process has held so far; a child's ru_maxrss begins at its parent's."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sit_down() -> tuple[Instance, Sheet]:
    """The instance and the sheet of the command line; the system ends who thinks too long."""
    path, answers, seconds = sys.argv[1:4]
    limit = int(float(seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    return Instance(**json.loads(Path(path).read_text("utf-8"))), Sheet(Path(answers))
