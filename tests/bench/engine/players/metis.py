"""METIS by pymetis: k-way with contiguity, five seeds at three tolerances; recursive bisection."""

from functools import partial
from importlib import import_module
from typing import Any

from tests.bench.engine.players.playing import Instance, sit_down

SEEDS = range(1, 6)


def main() -> None:
    """Quickest tolerance first."""
    instance, sheet = sit_down()
    metis: Any = import_module("pymetis")
    adjacency = metis.CSRAdjacency(instance.start, instance.ends)
    for seed in SEEDS:
        for share in instance.tolerances:
            options = metis.Options(seed=seed, ufactor=max(1, int(1000 * share)), contig=1)
            who = f"METIS k-way ±{share:.0%}"
            sheet.play(who, partial(solve, metis, instance, adjacency, options, False))
        options = metis.Options(seed=seed)
        sheet.play(
            "METIS recursive",
            partial(solve, metis, instance, adjacency, options, True),
        )


def solve(metis: Any, instance: Instance, adjacency: Any, options: Any, recursive: bool) -> Any:
    """The labels of one call."""
    _, labels = metis.part_graph(
        instance.parts,
        adjacency=adjacency,
        vweights=instance.households,
        eweights=instance.weight,
        recursive=recursive,
        options=options,
    )
    return labels


if __name__ == "__main__":
    main()
