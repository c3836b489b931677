"""Ours and its peers on the same towns, judged alike.

    python -m tests.bench.engine --cells 2000 5000 20000 100000 [--peers metis kaffpa ...]
    python -m tests.bench.engine --cells 2000 5000 20000 100000 --write docs/benchmarks.md

Problems and the peers' venvs are kept in the folder `ENGINE_BENCH_CACHE` names, else in a
temporary one. Run it alone on the machine: CPU seconds are measured, but caches are shared.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from grids.partitioning import read_problem
from tests.bench.engine.games import Game, play, save_instance
from tests.bench.engine.judging import judge_all
from tests.bench.engine.report import report
from tests.bench.engine.tables import COLUMNS, GROWTH, Size, growth, plays, table
from tests.bench.engine.towns import cache_folder, cached_problem
from tests.bench.engine.venvs import pinned

OUR_SECONDS = 3600  # a bound that only an endless loop meets


def measure(cells: int, players: Sequence[str], seconds: float, seed: int) -> Size:
    """Ours, then every peer, on one town."""
    folder = cache_folder()
    document = cached_problem(cells, seed, folder)
    problem = read_problem(document)
    path = folder / f"problem-{cells}-{seed}.json"
    path.write_text(json.dumps(document), "utf-8")
    games = [play("ours", problem, path, folder, OUR_SECONDS)]
    given = save_instance(problem, folder / f"instance-{cells}-{seed}.json")
    for player in players:
        print(f"{problem.size} cells: {player}", flush=True)
        games.append(play(player, problem, given, folder, seconds))
    return Size(
        problem.size,
        tuple(row for game in games for row in judge_all(problem, game)),
        tuple(_remarks(games)),
    )


def _remarks(games: Sequence[Game]) -> list[tuple[str, str]]:
    return [(game.player, game.remark) for game in games if game.remark]


def main() -> None:
    """Print the tables, size by size; write the page when asked."""
    options = _parser().parse_args()
    sizes = []
    for cells in options.cells:
        sizes.append(measure(cells, options.peers, options.peer_seconds, options.seed))
        print(table(COLUMNS, plays(sizes[-1])), flush=True)
        print(table(GROWTH, [growth(sizes[-1])]), flush=True)
        if options.write:
            options.write.write_text(report(sizes, _command(options)), "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("tests.bench.engine")
    parser.add_argument("--cells", type=int, nargs="+", default=[2000, 5000])
    parser.add_argument("--peers", nargs="*", choices=sorted(pinned()), default=list(pinned()))
    parser.add_argument("--peer-seconds", type=int, default=300, help="CPU, per peer and size")
    parser.add_argument("--seed", type=int, default=1, help="of the town")
    parser.add_argument("--write", type=Path, help="a Markdown page")
    return parser


def _command(options: argparse.Namespace) -> str:
    cells = " ".join(map(str, options.cells))
    peers = "" if options.peers == list(pinned()) else f" --peers {' '.join(options.peers)}"
    return (
        f"python -m tests.bench.engine --cells {cells}{peers} "
        f"--peer-seconds {options.peer_seconds} --seed {options.seed} --write docs/benchmarks.md"
    )


if __name__ == "__main__":
    main()
