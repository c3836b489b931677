"""From the engine's result to an alternative that people can read: names, shapes, figures."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import numpy as np

from communities.basemap.models import Cell
from communities.territory.models import Boundary
from gis_core.shapes import Shapes, read_shapes, shape_array, shape_of, union_of
from grids.division.cell_table import CellTable, Codes
from grids.division.figures import grid_labels
from grids.partitioning import Part, Problem, Result, scorecard, suggest_grids, suggest_merges
from grids.partitioning.reading import write_result
from grids.proposals.models import Alternative, AlternativeUnit, Suggestion
from grids.proposals.naming import merged_name, ordinal, reading_order, with_names
from grids.proposals.posing import pose_dividing, pose_merging
from grids.proposals.services import NewUnit

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, eq=False)
class Answer:
    """What the engine was asked, what it said, and the rows that say it."""

    problem: Problem
    result: Result
    alternative: Alternative
    units: list[NewUnit]


def merge(
    suggestion: Suggestion,
    table: CellTable,
    progress: Progress,
    cancelled: Callable[[], bool],
    executor: Executor | None,
) -> Answer:
    """Merge the communities under `suggestion.place`."""
    problem, table, boundaries = pose_merging(suggestion, table)
    result = suggest_merges(
        problem, seed=suggestion.seed, progress=progress, cancelled=cancelled, executor=executor
    )
    present = np.arange(problem.size, dtype=np.int32)
    units = _merged_units(result, table, boundaries)
    alternative = _alternative(suggestion, problem, result, present)
    names = {str(key): boundary.place.name for key, boundary in boundaries.items()}
    alternative.explanation = with_names(alternative.explanation, names)
    return Answer(problem, result, alternative, units)


def divide(
    suggestion: Suggestion,
    table: CellTable,
    progress: Progress,
    cancelled: Callable[[], bool],
    executor: Executor | None,
) -> Answer:
    """Divide each community under `suggestion.place` into grids."""
    problem, table, boundaries = pose_dividing(suggestion, table)
    result = suggest_grids(
        problem, seed=suggestion.seed, progress=progress, cancelled=cancelled, executor=executor
    )
    present, _ = grid_labels(suggestion.cell_set, table)
    units = _grid_units(result, table, boundaries)
    alternative = _alternative(suggestion, problem, result, present)
    names = {part.id: unit.unit.name for part, unit in zip(result.parts, units, strict=True)}
    alternative.explanation = with_names(alternative.explanation, names)
    return Answer(problem, result, alternative, units)


def _alternative(
    suggestion: Suggestion, problem: Problem, result: Result, present: Codes
) -> Alternative:
    document = write_result(problem, result)
    return Alternative(
        suggestion=suggestion,
        status=document["status"],
        objective={"terms": document["terms"], "values": document["objective"]},
        bound=document["bound"],
        gap=document["gap"],
        scorecard={
            "before": overall(problem, numbered(present)) if (present >= 0).all() else None,
            "after": overall(problem, result.labels),
        },
        violations=document["violations"],
        explanation=document["explanation"],
        certificate=document["certificate"],
        engine=document["engine"],
        input_hash=document["input_hash"],
        seconds=document["seconds"],
    )


def numbered(labels: Codes) -> Codes:
    """The same division with its parts numbered 0 to k-1, none of them empty."""
    return np.unique(labels, return_inverse=True)[1].astype(np.int32)


def overall(problem: Problem, labels: Codes) -> dict[str, Any]:
    """The figures of a whole plan: the scorecard without its parts, and the spread of sizes."""
    card = scorecard(problem, labels)
    sizes = [part.households for part in card.parts]
    figures = {name: value for name, value in asdict(card).items() if name != "parts"}
    return {
        **figures,
        "units": len(sizes),
        "smallest": min(sizes),
        "largest": max(sizes),
        "undersized": sum(part.deviation < 0 for part in card.parts),
        "oversized": sum(part.deviation > 0 for part in card.parts),
    }


def _merged_units(
    result: Result, table: CellTable, boundaries: dict[UUID, Boundary]
) -> list[NewUnit]:
    households = np.bincount(table.community, table.households).astype(int)
    units = []
    for number, part in enumerate(result.parts):
        rows = np.flatnonzero(result.labels == number)
        members = [boundaries[table.community_ids[row]] for row in rows]
        names = [member.place.name for member in members]
        unit = AlternativeUnit(
            name=merged_name(names, households[rows].tolist()),
            changed=len(members) > 1,
            figures=figures_of(part) | {"id": part.id},
            geom=union_of(shape_array(map(shape_of, members))),
        )
        cells = table.ids[np.isin(table.community, rows)].tolist()
        units.append(NewUnit(unit, cells, [member.pk for member in members]))
    return units


def _grid_units(
    result: Result, table: CellTable, boundaries: dict[UUID, Boundary]
) -> list[NewUnit]:
    """A unit for each part, in the parts' order, named by its place within its community."""
    shapes, names = _cell_shapes(table), _grid_names(result, table, boundaries)
    units = []
    for number, part in enumerate(result.parts):
        own = result.labels == number
        key = table.community_ids[table.community[own][0]]
        unit = AlternativeUnit(
            name=names[number],
            community_id=key,
            figures=figures_of(part) | {"id": part.id},
            geom=union_of(shapes[own]),
        )
        units.append(NewUnit(unit, table.ids[own].tolist(), []))
    return units


def _grid_names(
    result: Result, table: CellTable, boundaries: dict[UUID, Boundary]
) -> dict[int, str]:
    names = {}
    for community, key in enumerate(table.community_ids):
        numbers = np.unique(result.labels[table.community == community])
        middles = np.array([table.xy[result.labels == number].mean(axis=0) for number in numbers])
        for place, number in enumerate(numbers[reading_order(middles)].tolist(), start=1):
            names[number] = f"{boundaries[key].place.name}{ordinal(place)}网格"
    return names


def figures_of(part: Part) -> dict[str, Any]:
    """The figures of a part as units of alternatives keep them."""
    return {
        "households": part.households,
        "population": part.population,
        "area_m2": part.area,
        "density": part.density,
        "deviation": part.deviation,
        "pieces": part.pieces,
        "compactness": part.compactness,
        "barrier_share": part.barrier_share,
        "compounds_split": part.compounds_split,
        "served_share": part.served_share,
    }


def _cell_shapes(table: CellTable) -> Shapes:
    """(n,) the cells of the table, in its order."""
    cells = Cell.objects.filter(pk__in=table.ids.tolist()).order_by("pk")
    shapes = shape_array([None] * table.size)
    shapes[np.argsort(table.ids)] = read_shapes(cells)
    return shapes
