"""Every division judged alike: by `check`, and by the scorecard."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grids.partitioning import Problem, Result, check, scorecard
from grids.partitioning.graph import components, linking
from grids.partitioning.problem import Codes
from tests.bench.engine.games import Answer, Game

PATIENCE = 10  # a peer may take this many times our CPU seconds and still be compared
BOUNDS = ("min_households", "max_households")


@dataclass(frozen=True)
class Row:
    """One division judged: parts out of bounds, parts torn, shares, CPU seconds, peak memory.

    `split` of `compounds`, and how many of them `needlessly`: one part could have held them.
    """

    who: str
    player: str
    cut: float
    parts: int
    out: int
    torn: int
    barrier_share: float
    split: int
    needlessly: int
    compounds: int
    seconds: float
    peak_mb: float

    @property
    def feasible(self) -> bool:
        """Whether every part is within its bounds and whole."""
        return not self.out and not self.torn


def judge(problem: Problem, player: str, answer: Answer) -> Row:
    """The figures of one division; `check` counts what is broken, the scorecard must agree."""
    card = scorecard(problem, answer.labels)
    broken = Counter(one.rule for one in check(problem, claimed(answer.labels)))
    out, torn = sum(broken[rule] for rule in BOUNDS), broken["connected"]
    if (out, torn) != (len(card.parts) - card.in_bounds, card.disconnected):
        raise ValueError(f"{answer.who}: check and scorecard disagree")
    return Row(
        answer.who, player, card.cut, len(card.parts), out, torn, card.barrier_share or 0.0,
        card.compounds_split, needless_splits(problem, answer.labels), card.compounds,
        answer.seconds, answer.peak_mb,
    )  # fmt: skip


def needless_splits(problem: Problem, labels: Codes) -> int:
    """Compounds in two parts or more though they hang together and are within the maximum."""
    grouped = problem.group >= 0
    count = len(problem.group_ids)
    households = np.bincount(problem.group[grouped], problem.households[grouped], count)
    ends = problem.group[problem.edges]
    inside = linking(problem) & (ends[:, 0] == ends[:, 1]) & (ends[:, 0] >= 0)
    _, piece = components(problem.size, problem.edges, inside)
    split = _met(problem.group[grouped], labels[grouped], count) > 1
    whole = _met(problem.group[grouped], piece[grouped], count) == 1
    return int((split & whole & (households <= problem.rules.max_households)).sum())


def _met(groups: Codes, labels: Codes, count: int) -> Codes:
    """(count,) how many labels each group meets."""
    pairs = np.unique(np.stack([groups, labels], axis=1), axis=0)
    return np.bincount(pairs[:, 0], minlength=count).astype(np.int32)


def claimed(labels: Codes) -> Result:
    """A result that says nothing but its labels."""
    return Result("divide", "feasible", labels, (), (), (), (), 0, "", 0.0)


def judge_all(problem: Problem, game: Game) -> list[Row]:
    """The rows of one player."""
    return [judge(problem, game.player, answer) for answer in game.answers]


def shown(rows: Sequence[Row]) -> list[Row]:
    """Of each kind of play the feasible row with the least cut, else the row with the least."""
    kinds: dict[str, Row] = {}
    for row in rows:
        kind = row.player if row.player == "recom" else row.who.split(" ±")[0]
        if kind not in kinds or _worth(row) < _worth(kinds[kind]):
            kinds[kind] = row
    return list(kinds.values())


def _worth(row: Row) -> tuple[bool, float]:
    return not row.feasible, row.cut


def ours_of(rows: Sequence[Row]) -> list[Row]:
    """Our own rows, one a seed."""
    return [row for row in rows if row.player == "ours"]


def best_peer(rows: Sequence[Row], *, feasible: bool, seconds: float) -> Row | None:
    """The peer with the least cut among the feasible or the others, within these CPU seconds."""
    fitting = [
        row
        for row in rows
        if row.player != "ours" and row.feasible == feasible and row.seconds <= seconds
    ]
    return min(fitting, key=lambda row: row.cut, default=None)


def best_share(rows: Sequence[Row]) -> Row | None:
    """The peer with the largest share of its border along barriers."""
    peers = [row for row in rows if row.player != "ours"]
    return max(peers, key=lambda row: row.barrier_share, default=None)
