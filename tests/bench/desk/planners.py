"""Planners at work: each draws in a draft of their own, one stroke after the other."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tests.bench.desk.asking import Window, must

if TYPE_CHECKING:
    from grids.division.cell_table import CellTable

UNDER = 40  # cells under a brush held over a border: about half of them change their grid


@dataclass(frozen=True)
class Stroke:
    rows: list[int]
    to: int


@dataclass
class Planner:
    """A person with a session, a draft, and what they are about to draw, some at a time."""

    session: str
    draft: str
    strokes: list[Stroke] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def warm_up(self, port: int, count: int) -> None:
        """Strokes over a connection each: any of the server's processes takes them."""
        self._draw(Window(port, self.session, kept_open=0.0), 0.0, count)

    def work(self, port: int, pause: float, count: int) -> None:
        """Strokes with pauses, over a connection that is kept as browsers keep it."""
        self._draw(Window(port, self.session), pause, count)

    def _draw(self, window: Window, pause: float, count: int) -> None:
        rng = np.random.default_rng(int(self.draft[:8], 16))  # nobody keeps time with another
        time.sleep(pause * rng.uniform())
        facts = json.loads(must(window.get(f"/api/drafts/{self.draft}")).body)
        version = int(facts["version"])
        for _ in range(count):
            stroke = self.strokes.pop(0)
            body = {
                "expected_version": version,
                "operation": {
                    "kind": "assign", "cells": stroke.rows, "to": stroke.to, "how": "brush",
                },
                "idempotency_key": f"{self.draft}-{version}",
                "tab": "bench",
            }  # fmt: skip
            answer = must(window.post(f"/api/drafts/{self.draft}/operations", body))
            version = int(json.loads(answer.body)["version"])
            self.seconds.append(answer.seconds)
            self.sizes.append(len(answer.body))
            time.sleep(pause * rng.uniform(2 / 3, 4 / 3))


def draw_strokes(
    table: CellTable, labels: NDArray[np.int32], count: int, seed: int
) -> list[Stroke]:
    """Round brushes over borders: all cells under one go to the grid in its middle."""
    rng = np.random.default_rng(seed)
    labels = labels.copy()
    strokes: list[Stroke] = []
    while len(strokes) < count:
        ends = table.edges[labels[table.edges[:, 0]] != labels[table.edges[:, 1]]]
        middle, beyond = ends[rng.integers(len(ends))].tolist()
        far = np.hypot(*(table.xy - table.xy[middle]).T)
        near = np.append(np.argpartition(far, UNDER)[:UNDER], beyond)
        rows = np.unique(near[labels[near] != labels[middle]])
        strokes.append(Stroke(rows.tolist(), int(labels[middle])))
        labels[rows] = labels[middle]
    return strokes


def all_at_work(planners: Sequence[Planner], port: int, pause: float, count: int) -> float:
    """Everybody draws so many strokes at once; the wall seconds it took."""
    threads = [
        threading.Thread(target=planner.work, args=(port, pause, count), daemon=True)
        for planner in planners
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def percentiles(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and largest, in milliseconds."""
    cuts = quantiles(seconds, n=20)
    return cuts[9] * 1000, cuts[18] * 1000, max(seconds) * 1000
