"""Cells become connected grids within the bounds; what cannot be is named."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from grids.partitioning import Problem, check, read_problem, scorecard, suggest_grids
from tests.partitioning.drawing import document, parts_of

BOUNDS = {"min_households": 300, "target_households": 400, "max_households": 500}


def block_town(
    columns: int, rows: int, households: int, road_every: int, **rules: Any
) -> dict[str, Any]:
    """
    A chequered town; every `road_every` columns runs a road:

    c0-0 - c1-0 | c2-0 - c3-0
     |      |   |  |      |
    c0-1 - c1-1 | c2-1 - c3-1
    """
    cells = [(x, y) for y in range(rows) for x in range(columns)]
    edges = []
    for x, y in cells:
        if x + 1 < columns:
            kind = "arterial" if (x + 1) % road_every == 0 else None
            edge = {"a": f"c{x}-{y}", "b": f"c{x + 1}-{y}", "length": 10, "barrier": kind}
            edges.append(edge)
        if y + 1 < rows:
            edges.append({"a": f"c{x}-{y}", "b": f"c{x}-{y + 1}", "length": 10})
    units = [
        {"id": f"c{x}-{y}", "x": 10 * x, "y": 10 * y, "households": households} for x, y in cells
    ]
    return {"units": units, "edges": edges, "rules": {**BOUNDS, **rules}}


def divided(given: dict[str, Any], **options: Any) -> tuple[Problem, Any]:
    problem = read_problem(given)
    result = suggest_grids(problem, **options)
    assert check(problem, result) == list(result.violations)
    return problem, result


def test_grids_follow_the_roads() -> None:
    problem, result = divided(block_town(8, 4, 50, road_every=2))
    assert result.status == "optimal"
    assert len(result.parts) == 4
    assert scorecard(problem, result.labels).barrier_share == 1.0


def test_a_compound_is_not_split_where_it_need_not_be() -> None:
    given = block_town(6, 4, 40, road_every=3)
    for unit in given["units"]:
        x, y = map(int, unit["id"][1:].split("-"))
        if x in (2, 3) and y < 2:
            unit["group"] = "garden"
    problem, result = divided(given)
    assert result.status == "optimal"
    assert scorecard(problem, result.labels).compounds_split == 0


def test_empty_ground_is_attached_and_hangs_together() -> None:
    given = block_town(10, 6, 0, road_every=5)
    for unit in given["units"][::3]:
        unit["households"] = 60
    _, result = divided(given)
    assert result.status == "optimal"
    assert all(part.pieces == 1 for part in result.parts)
    assert sum(part.units for part in result.parts) == 60


def test_a_community_too_small_for_one_grid_is_one_grid_and_said_so() -> None:
    _, result = divided(block_town(5, 1, 50, road_every=9))
    assert result.status == "infeasible"
    assert [(v.rule, v.value, v.limit) for v in result.violations] == [("min_households", 250, 300)]
    assert any(reason.code == "too_small" for reason in result.explanation)


def test_a_building_above_the_maximum_is_named() -> None:
    given = block_town(6, 3, 50, road_every=3)
    given["units"][7]["households"] = 700
    _, result = divided(given)
    assert result.status == "infeasible"
    [broken] = [v for v in result.violations if v.rule == "max_households"]
    assert given["units"][7]["id"] in broken.units
    assert any(reason.code == "unit_too_large" for reason in result.explanation)


def test_islands_are_divided_one_by_one_and_said_so() -> None:
    given = block_town(8, 4, 50, road_every=9)
    given["edges"] = [
        edge for edge in given["edges"]
        if not (edge["a"].startswith("c3-") and edge["b"].startswith("c4-"))
    ]  # fmt: skip
    _, result = divided(given)
    assert result.status == "optimal"
    assert any(reason.code == "pieces" for reason in result.explanation)


def test_grids_nest_in_communities() -> None:
    given = block_town(8, 4, 50, road_every=9)
    for place, unit in enumerate(given["units"]):
        unit["parent"] = "west" if place % 8 < 4 else "east"
    problem, result = divided(given)
    for part in parts_of(problem, result.labels):
        assert len(_parents(given, part)) == 1
    assert {part.id.split("-")[0] for part in result.parts} == {"west", "east"}


def _parents(given: dict[str, Any], part: frozenset[str]) -> set[str]:
    return {unit["parent"] for unit in given["units"] if unit["id"] in part}


def test_the_same_seed_gives_the_same_grids_whoever_computes_them() -> None:
    given = block_town(12, 8, 30, road_every=4)
    _, alone = divided(given, seed=7)
    _, again = divided(given, seed=7)
    with ThreadPoolExecutor(2) as executor:
        _, shared = divided(given, seed=7, executor=executor)
    assert np.array_equal(alone.labels, again.labels)
    assert np.array_equal(alone.labels, shared.labels)


def test_the_number_of_grids_asked_for_is_kept() -> None:
    _, result = divided(block_town(8, 5, 50, road_every=4, parts=6))
    assert len(result.parts) == 6
    assert result.status == "optimal"


def test_kept_together_and_apart() -> None:
    """
    a(200) - b(200) - c(200) - d(200) - a
    """
    sizes = {"a": 200, "b": 200, "c": 200, "d": 200}
    given = document(sizes, "a-b-c-d-a", **BOUNDS, together=[["b", "c"]], apart=[["a", "b"]])
    problem, result = divided(given)
    assert parts_of(problem, result.labels) == {frozenset("bc"), frozenset("ad")}


def test_units_kept_apart_lie_in_two_grids_though_they_do_not_touch() -> None:
    free = block_town(8, 4, 50, road_every=2)
    problem, result = divided(free)
    mates = [f"c{x}-{y}" for x, y in ((0, 0), (1, 3))]
    places = [problem.unit_ids.index(mate) for mate in mates]
    assert result.labels[places[0]] == result.labels[places[1]]
    _, result = divided(block_town(8, 4, 50, road_every=2, apart=[mates]))
    assert result.status == "feasible"
    assert result.labels[places[0]] != result.labels[places[1]]


def test_being_told_to_stop_still_answers() -> None:
    problem = read_problem(block_town(20, 20, 20, road_every=5))
    result = suggest_grids(problem, cancelled=lambda: True)
    assert result.status == "cancelled"
    assert len(result.labels) == 400


def test_progress_ends_at_the_end() -> None:
    told: list[tuple[int, int, str]] = []
    suggest_grids(
        read_problem(block_town(8, 4, 50, road_every=2)),
        progress=lambda done, total, phase: told.append((done, total, phase)),
    )
    assert told[-1][0] == told[-1][1]


def test_a_total_that_fits_no_number_of_grids_is_proven_impossible() -> None:
    """Four cells in a row, 513 households: one grid is over 500, two are under 300 each."""
    problem = read_problem(
        {
            "units": [
                {"id": f"c{i}", "x": i, "y": 0, "households": n}
                for i, n in enumerate([128, 128, 128, 129])
            ],
            "edges": [{"a": f"c{i}", "b": f"c{i + 1}", "length": 10} for i in range(3)],
            "rules": {
                "min_households": 300,
                "target_households": 400,
                "max_households": 500,
                "objective": {"cut": 1},
            },
        }
    )
    result = suggest_grids(problem)
    assert result.status == "infeasible"
    reason = next(one for one in result.explanation if one.code == "no_number_fits")
    assert reason.values["total"] == 513
    assert "已证明无法避免" in reason.text_zh
