"""GerryChain: a recursive tree start, then short bursts of ReCom for the least cut."""

import random
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from tests.bench.engine.players.playing import Instance, Sheet, cpu_seconds, sit_down

BURST, BURSTS, LOOK = 10, 2_000, 100
SPREAD = 0.24  # of the bounds 300 to 500 around 400


def main() -> None:
    """The start, and the best after every hundred steps: who stops earlier has that."""
    instance, sheet = sit_down()
    library: Any = import_module("gerrychain")
    began = cpu_seconds()
    first = start(library, instance)
    note(sheet, "GerryChain tree start", instance, first, began)
    for step, best in improved(library, instance, first):
        if step % LOOK == 0:
            note(sheet, f"GerryChain ReCom {step} steps", instance, best, began)


def note(sheet: Sheet, who: str, instance: Instance, partition: Any, began: float) -> None:
    """One answer, with all CPU seconds since the beginning."""
    spent = cpu_seconds() - began
    nodes = range(len(instance.households))
    names = {part: number for number, part in enumerate(partition.parts)}
    sheet.write(who, [names[partition.assignment[node]] for node in nodes], spent)


def start(library: Any, instance: Instance) -> Any:
    """Connected parts within the bounds, by the library's own tree recursion."""
    networkx: Any = import_module("networkx")
    graph = networkx.Graph()
    for node, households in enumerate(instance.households):
        graph.add_node(node, households=households)
    for a, b, _ in instance.edges():
        graph.add_edge(a, b)
    whole = library.Graph.from_networkx(graph)
    trees: Any = import_module("gerrychain.partition")
    goal = sum(instance.households) / instance.parts
    labels = trees.recursive_tree_part(
        whole, range(instance.parts), goal, "households", SPREAD, rng=1
    )
    tally = library.updaters.Tally("households", alias="households")
    return library.Partition(whole, labels, {"households": tally, "cut": cut_of(instance)})


def cut_of(instance: Instance) -> Callable[[Any], int]:
    """What a partition cuts: tenths of weighted metres."""
    weight = {frozenset((a, b)): metres for a, b, metres in instance.edges()}
    return lambda partition: sum(weight[frozenset(edge)] for edge in partition["cut_edges"])


def improved(library: Any, instance: Instance, first: Any) -> Iterator[tuple[int, Any]]:
    """After each step, the best partition so far."""
    proposals: Any = import_module("gerrychain.proposals")
    chance = random.Random(2)  # noqa: S311 - what the library asks for
    goal = sum(instance.households) / instance.parts

    def propose(partition: Any) -> Any:
        return proposals.recom(partition, "households", goal, SPREAD, rng=chance)

    bounds = library.constraints.within_percent_of_ideal_population(first, SPREAD, "households")
    search = import_module("gerrychain.optimization").SingleMetricOptimizer(
        propose, [bounds], first, lambda one: one["cut"], maximize=False, rng=chance
    )
    for step, _ in enumerate(search.short_bursts(BURST, BURSTS), 1):
        yield step, search.best_part


if __name__ == "__main__":
    main()
