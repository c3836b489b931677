"""`Result` to and from a RESULT document."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from grids.partitioning.errors import ProblemError
from grids.partitioning.merging.pareto import Front
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.reading.fields import identifier, listing, mapping, number, whole
from grids.partitioning.result import Part, Reason, Result, Term, Violation

STATUSES = ("optimal", "feasible", "infeasible", "cancelled")


def write_result(problem: Problem, result: Result) -> dict[str, Any]:
    """The RESULT document (schema.json): plain lists, texts and numbers."""
    names = [part.id for part in result.parts]
    objective, bound = _objective(result)
    return {
        "work": result.work,
        "status": result.status,
        "parts": [asdict(part) for part in result.parts],
        "labels": {
            unit: names[label]
            for unit, label in zip(problem.unit_ids, result.labels.tolist(), strict=True)
        },
        "terms": [term.name for term in result.objective],
        "objective": objective,
        "bound": bound,
        "gap": result.gap,
        "violations": [asdict(violation) for violation in result.violations],
        "explanation": [asdict(reason) for reason in result.explanation],
        "certificate": dict(result.certificate),
        "seed": result.seed,
        "engine": result.engine,
        "input_hash": result.input_hash,
        "seconds": result.seconds,
    }


def write_front(problem: Problem, front: Front) -> dict[str, Any]:
    """The FRONT document: its points as RESULT documents, and whether they are all."""
    return {
        "complete": front.complete,
        "points": [write_result(problem, point) for point in front.points],
    }


def _objective(result: Result) -> tuple[Any, Any]:
    """One number for a weighted objective, a list for a lexicographic one."""
    values = [term.value for term in result.objective]
    bounds = [term.bound for term in result.objective]
    return (values, bounds) if result.lexicographic else (values[0], bounds[0])


def read_result(problem: Problem, document: Any) -> Result:
    """Read a RESULT document back, for checking; raises ProblemError naming the place."""
    given = mapping(document, "RESULT")
    if given.get("status") not in STATUSES:
        raise ProblemError("bad_status", "status", f"应为 {'、'.join(STATUSES)} 之一。")
    parts = tuple(_part(row, i) for i, row in enumerate(listing(given.get("parts"), "parts")))
    objective, lexicographic = _terms(given)
    return Result(
        work="merge" if given.get("work") == "merge" else "divide",
        status=given["status"],
        labels=_labels(problem, mapping(given.get("labels"), "labels"), parts),
        parts=parts,
        objective=objective,
        violations=tuple(_violation(row) for row in given.get("violations", [])),
        explanation=tuple(_reason(row) for row in given.get("explanation", [])),
        seed=whole(given.get("seed", 0), "seed"),
        input_hash=str(given.get("input_hash", "")),
        seconds=number(given.get("seconds", 0.0), "seconds", least=0.0),
        certificate=mapping(given.get("certificate") or {}, "certificate"),
        lexicographic=lexicographic,
        engine=str(given.get("engine", "")),
    )


def _labels(problem: Problem, given: Mapping[str, Any], parts: tuple[Part, ...]) -> Codes:
    index = {part.id: place for place, part in enumerate(parts)}
    units = set(problem.unit_ids)
    for unit in given:
        if unit not in units:
            raise ProblemError("unknown_unit", f"labels.{unit}", "问题中没有这个单元。")
    labels = []
    for unit in problem.unit_ids:
        if given.get(unit) is None or str(given[unit]) not in index:
            text = "没有分到任何一处，或所写的去处不在 parts 中。"
            raise ProblemError("bad_label", f"labels.{unit}", text)
        labels.append(index[str(given[unit])])
    return np.array(labels, np.int32)


def _part(row: Any, place: int) -> Part:
    given = mapping(row, f"parts[{place}]")
    known = {key: given[key] for key in Part.__dataclass_fields__ if key in given}
    known["id"] = identifier(given.get("id"), f"parts[{place}].id")
    defaults = {"units": 0, "households": 0, "deviation": 0, "target_deviation": 0.0, "pieces": 1}
    return Part(**{**defaults, **known})


def _terms(given: Mapping[str, Any]) -> tuple[tuple[Term, ...], bool]:
    values, bounds = given.get("objective"), given.get("bound")
    lexicographic = isinstance(values, list)
    values = values if isinstance(values, list) else [values]
    bounds = bounds if isinstance(bounds, list) else [bounds]
    names = given.get("terms") or ["objective"] * len(values)
    rows = zip(names, values, bounds, strict=False)
    return tuple(Term(str(n), float(v or 0.0), b) for n, v, b in rows), lexicographic


def _violation(row: Any) -> Violation:
    given = mapping(row, "violations")
    units = tuple(str(unit) for unit in given.get("units", []))
    return Violation(str(given.get("rule")), units, given.get("value", 0), given.get("limit", 0))


def _reason(row: Any) -> Reason:
    given = mapping(row, "explanation")
    return Reason(
        code=str(given.get("code")),
        units=tuple(str(unit) for unit in given.get("units", [])),
        values=mapping(given.get("values", {}), "explanation"),
        text_zh=str(given.get("text_zh", "")),
        text_en=str(given.get("text_en", "")),
    )
