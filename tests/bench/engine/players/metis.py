"""METIS by pymetis: k-way with contiguity, several seeds and tolerances; recursive bisection."""

from functools import partial
from importlib import import_module
from typing import Any

from tests.bench.engine.players.playing import Instance, sit_down

SEEDS = range(1, 6)
PATIENT = {"ncuts": 10, "niter": 30}  # instead of 1 and 10


def main() -> None:
    """Five seeds at each tolerance, the widest first, then one with more patience; halving last."""
    instance, sheet = sit_down()
    metis: Any = import_module("pymetis")
    for share in reversed(instance.tolerances):
        bounds = {"ufactor": max(1, int(1000 * share)), "contig": 1}
        for seed in SEEDS:
            who = f"METIS k-way ±{share:.0%}"
            sheet.play(who, partial(solve, metis, instance, {**bounds, "seed": seed}))
        who = f"METIS k-way, 10 cuts ±{share:.0%}"
        sheet.play(who, partial(solve, metis, instance, {**bounds, **PATIENT, "seed": 1}))
    for seed in SEEDS:
        sheet.play("METIS recursive", partial(solve, metis, instance, {"seed": seed}, True))


def solve(metis: Any, instance: Instance, options: dict[str, int], recursive: bool = False) -> Any:
    """The labels of one call."""
    _, labels = metis.part_graph(
        instance.parts,
        adjacency=metis.CSRAdjacency(instance.start, instance.ends),
        vweights=instance.households,
        eweights=instance.weight,
        recursive=recursive,
        options=metis.Options(**options),
    )
    return labels


if __name__ == "__main__":
    main()
