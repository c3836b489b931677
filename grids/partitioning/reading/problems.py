"""`Problem` to a PROBLEM document, so that anyone can ask the engine again."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grids.partitioning.problem import Codes, Problem
from grids.partitioning.reading.fields import LARGEST
from grids.partitioning.rules import Rules

Document = dict[str, Any]


def write_problem(problem: Problem) -> Document:
    """The PROBLEM document (schema.json) that reads back as this problem.

    Groups, parents and barriers may be numbered anew when it is read, which changes the input
    hash but nothing else.
    """
    document: Document = {
        "units": [_unit(problem, number) for number in range(problem.size)],
        "edges": _edges(problem),
        "rules": _rules(problem.rules, problem.ids),
    }
    if problem.site_ids:
        document["sites"] = [
            {"id": name, "unit": problem.unit_ids[unit]}
            for name, unit in zip(problem.site_ids, problem.sites.tolist(), strict=True)
        ]
    if problem.distances is not None:
        document["distances"] = [
            [None if np.isinf(metres) else metres for metres in row]
            for row in problem.distances.tolist()
        ]
    return document


def _unit(problem: Problem, number: int) -> Document:
    x, y = problem.xy[number].tolist()
    row: Document = {
        "id": problem.unit_ids[number],
        "x": x,
        "y": y,
        "households": int(problem.households[number]),
    }
    for name in ("population", "area", "outer"):
        value = float(getattr(problem, name)[number])
        if not np.isnan(value):
            row[name] = value
    for name in ("group", "parent", "current"):
        codes: Codes = getattr(problem, name)
        if codes[number] >= 0:
            row[name] = getattr(problem, f"{name}_ids")[codes[number]]
    return row


def _edges(problem: Problem) -> list[Document]:
    rows = zip(
        problem.edges.tolist(), problem.length.tolist(), problem.barrier.tolist(), strict=True
    )
    return [
        {
            "a": problem.unit_ids[a],
            "b": problem.unit_ids[b],
            "length": length,
            "barrier": problem.barrier_names[code] if code >= 0 else None,
        }
        for (a, b), length, code in rows
    ]


def _rules(rules: Rules, ids: Callable[[list[int]], tuple[str, ...]]) -> Document:
    """Every rule by its name in the document; what is not set is left out."""
    given: Document = {
        **vars(rules),
        "max_households": min(rules.max_households, LARGEST),
        "barrier_weight": dict(rules.barrier_weight),
        "forbidden_barriers": list(rules.forbidden_barriers),
        "objective": [name for name, _ in rules.objective]
        if rules.lexicographic
        else dict(rules.objective),
        "together": [list(ids(list(group))) for group in rules.together],
        "apart": [list(ids(list(pair))) for pair in rules.apart],
        "locked": list(ids(list(rules.locked))),
    }
    del given["lexicographic"]
    if not rules.objective:
        del given["objective"]
    return {name: value for name, value in given.items() if value is not None}
