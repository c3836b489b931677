"""One player on one problem: run it apart, bound its CPU seconds, read what it answered."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from grids.partitioning import Problem
from grids.partitioning.dividing.counting import to_try
from grids.partitioning.graph import border_weight, build_graph, linking
from grids.partitioning.problem import Codes
from tests.bench.engine.players.playing import Instance
from tests.bench.engine.venvs import interpreter

ROOT = Path(__file__).resolve().parents[3]
# Cells beyond which a peer is not asked. max-p gave no answer for 2,072 cells in 150 CPU s.
LARGEST = {"recom": 3_000, "max_p": 1_000}
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}


@dataclass(frozen=True, eq=False)
class Answer:
    """One division by one player: labels (n,), CPU seconds of solving, peak megabytes so far."""

    who: str
    labels: Codes
    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Game:
    """All answers of one player; `remark` says why there are none, or no more."""

    player: str
    answers: tuple[Answer, ...]
    remark: str = ""


def instance_of(problem: Problem) -> Instance:
    """The problem as the peers understand it: parallel borders summed, weights whole, our k."""
    graph = build_graph(problem.size, problem.edges, border_weight(problem), linking(problem))
    return Instance(
        start=graph.start.tolist(),
        ends=graph.ends.tolist(),
        weight=np.maximum(1, np.rint(10 * graph.weight)).astype(int).tolist(),
        households=problem.households.tolist(),
        x=problem.xy[:, 0].tolist(),
        y=problem.xy[:, 1].tolist(),
        parts=to_try(problem.households, problem.rules)[0],
        least=problem.rules.min_households,
        most=problem.rules.max_households,
    )


def save_instance(problem: Problem, path: Path) -> Path:
    """Write the instance for the peers."""
    path.write_text(json.dumps(asdict(instance_of(problem))), "utf-8")
    return path


def play(player: str, problem: Problem, given: Path, folder: Path, seconds: float) -> Game:
    """Let a player answer as often as it can within its CPU seconds."""
    if problem.size > LARGEST.get(player, problem.size):
        return Game(player, (), f"not asked above {LARGEST[player]:,} cells")
    python = interpreter(player, folder)
    if python is None:
        return Game(player, (), "could not be installed")
    sheet = folder / f"answers-{player}-{os.getpid()}.jsonl"
    sheet.write_text("", "utf-8")
    name = f"tests.bench.engine.players.{player}"
    command = [str(python), "-m", name, str(given), str(sheet), str(seconds)]
    ended = subprocess.run(
        command, check=False, cwd=ROOT, env={**os.environ, **ONE_THREAD}, capture_output=True
    )
    answers = tuple(_answers(sheet))
    sheet.unlink()
    return Game(player, answers, _remark(ended, seconds))


def _answers(sheet: Path) -> Iterator[Answer]:
    for line in sheet.read_text("utf-8").splitlines():
        row = json.loads(line)
        _, labels = np.unique(row["labels"], return_inverse=True)
        yield Answer(row["who"], labels.astype(np.int32), row["seconds"], row["peak_mb"])


def _remark(ended: "subprocess.CompletedProcess[bytes]", seconds: float) -> str:
    """Why it ended early; what it said goes to standard error."""
    if ended.returncode == 0:
        return ""
    if -ended.returncode in {signal.SIGXCPU, signal.SIGKILL}:
        return f"stopped at {seconds:.0f} CPU s"
    said = ended.stderr.decode("utf-8", "replace").strip()
    print(said, file=sys.stderr)
    return f"failed: {said.splitlines()[-1] if said else ended.returncode}"
