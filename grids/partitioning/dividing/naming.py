"""Names of grids: the present one where most of its households stay, else a new number."""

import numpy as np

from grids.partitioning.problem import Codes, Problem


def part_names(problem: Problem, labels: Codes) -> tuple[str, ...]:
    """One distinct name per part, new ones numbered within their parent."""
    kept = present_names(problem, labels)
    taken = set(kept.values())
    _, first = np.unique(labels, return_index=True)
    names, number = [], 0
    for part in range(int(labels.max()) + 1):
        if part in kept:
            names.append(kept[part])
            continue
        parent = int(problem.parent[first[part]])
        prefix = f"{problem.parent_ids[parent]}-" if parent >= 0 else ""
        number += 1
        while f"{prefix}{number}" in taken:
            number += 1
        names.append(f"{prefix}{number}")
    return tuple(names)


def present_names(problem: Problem, labels: Codes) -> dict[int, str]:
    """Each part takes the name of the present part it shares most households with, if free."""
    inside = problem.current >= 0
    if not inside.any():
        return {}
    shared = np.zeros((int(labels.max()) + 1, len(problem.current_ids)), np.int64)
    np.add.at(shared, (labels[inside], problem.current[inside]), problem.households[inside])
    kept: dict[int, str] = {}
    used: set[int] = set()
    for flat in np.argsort(-shared, axis=None, kind="stable").tolist():
        part, present = divmod(flat, shared.shape[1])
        if shared[part, present] > 0 and part not in kept and present not in used:
            kept[part] = problem.current_ids[present]
            used.add(present)
    return kept
