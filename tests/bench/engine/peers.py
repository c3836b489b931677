"""Peers of the engine; development dependencies at most, skipped where they are absent."""

import time
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from grids.partitioning import Problem
from grids.partitioning.graph import border_weight, build_graph, linking

Division = tuple[str, np.ndarray, float]  # who, labels, CPU seconds


def metis_divisions(problem: Problem, parts: int) -> Iterator[Division]:
    """METIS k-way with contiguity: several seeds at several balance tolerances."""
    if find_spec("pymetis") is None:
        return
    metis: Any = import_module("pymetis")
    graph = build_graph(problem.size, problem.edges, border_weight(problem), linking(problem))
    weights = np.maximum(1, np.rint(10 * graph.weight)).astype(int).tolist()
    adjacency = metis.CSRAdjacency(graph.start.tolist(), graph.ends.tolist())
    for tolerance in (30, 100, 240):  # thousandths over the mean
        for seed in range(1, 6):
            began = time.process_time()
            options = metis.Options(seed=seed, ufactor=tolerance, contig=1)
            _, labels = metis.part_graph(
                parts,
                adjacency=adjacency,
                vweights=problem.households.tolist(),
                eweights=weights,
                options=options,
            )
            yield f"metis {tolerance}", np.array(labels), time.process_time() - began
