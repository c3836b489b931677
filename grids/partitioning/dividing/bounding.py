"""Pieces too large to be proven: how far from the best their cut can be at most."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from functools import partial

from grids.partitioning.dividing.counting import admissible
from grids.partitioning.dividing.divisions import cut_of
from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.proving import by_cut_alone, keeps_bounds
from grids.partitioning.exact.proof import Proof
from grids.partitioning.exact.spreading import bound_cut
from grids.partitioning.problem import Codes
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run
from grids.partitioning.side_by_side import run_side_by_side, telling


def bound_pieces(  # noqa: PLR0917 - what is divided and found, and whom to ask
    rules: Rules,
    pieces: Sequence[Ground],
    found: Mapping[int, Codes],
    proofs: Mapping[int, Proof],
    run: Run,
    executor: Executor | None,
) -> dict[int, Proof]:
    """A bound for every piece that has none, where the cut alone is asked for and bounds hold.

    It holds for any number of parts that could keep the bounds.
    """
    open_ = [
        piece
        for piece, label in found.items()
        if piece not in proofs and keeps_bounds(pieces[piece], label, rules)
    ]
    if not by_cut_alone(rules):
        return {}
    tasks = [partial(_bounded, pieces[piece], found[piece], rules) for piece in open_]
    bounds = run_side_by_side(tasks, run, executor, telling(run, len(tasks), "bound"))
    return {piece: one for piece, one in zip(open_, bounds, strict=True) if one is not None}


def _bounded(ground: Ground, label: Codes, rules: Rules, run: Run) -> Proof:
    numbers = admissible(int(ground.households.sum()), ground.size, rules)
    value = cut_of(ground, label)
    bound = min(value, bound_cut(ground, rules.max_households, run))
    certificate = {"method": "spreading", "parts": [min(numbers), max(numbers)]}
    return Proof(label, value, bound, proven=False, certificate=certificate)
