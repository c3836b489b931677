"""mt-KaHyPar on one thread: four presets at three imbalances."""

from functools import partial
from importlib import import_module
from typing import Any

from tests.bench.engine.players.playing import Instance, sit_down

PRESETS = ("DEFAULT", "QUALITY", "LARGE_K", "HIGHEST_QUALITY")


def main() -> None:
    """The widest imbalance first, which gives the least cut."""
    instance, sheet = sit_down()
    library: Any = import_module("mtkahypar")
    maker = library.initialize(1)
    library.set_seed(1)
    for share in reversed(instance.tolerances):
        for preset in PRESETS:
            who = f"mt-KaHyPar {preset.lower().replace('_', ' ')} ±{share:.0%}"
            sheet.play(who, partial(solve, library, maker, instance, preset, share))


def solve(library: Any, maker: Any, instance: Instance, preset: str, share: float) -> list[int]:
    """The labels of one call."""
    context = maker.context_from_preset(getattr(library.PresetType, preset))
    context.set_partitioning_parameters(instance.parts, share, library.Objective.CUT)
    context.logging = False
    edges = instance.edges()
    graph = maker.create_graph(
        context,
        len(instance.households),
        len(edges),
        [(a, b) for a, b, _ in edges],
        instance.households,
        [weight for _, _, weight in edges],
    )
    found = graph.partition(context)
    return [found.block_id(node) for node in range(len(instance.households))]


if __name__ == "__main__":
    main()
