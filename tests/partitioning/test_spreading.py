"""Ground too large to be proven still gets a bound, and never one that some division beats."""

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from grids.partitioning import read_problem, suggest_grids
from grids.partitioning.commands import BAD_INPUT, DONE, main
from grids.partitioning.dividing.divisions import cut_of
from grids.partitioning.dividing.ground import Ground, grounds
from grids.partitioning.exact.spreading import bound_cut
from grids.partitioning.running import Run
from tests.partitioning.drawing import planar
from tests.partitioning.test_dividing import block_town


def least_cut(ground: Ground, most: int) -> float:
    """By trying every division into parts of at most `most`, torn ones too."""
    best = np.inf
    for rest in product(range(4), repeat=ground.size - 1):
        label = np.array((0, *rest), np.int32)
        if np.bincount(label, ground.households).max() <= most:
            best = min(best, cut_of(ground, label))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_no_division_cuts_less(seed: int) -> None:
    problem = read_problem(planar(7, seed, (50, 160), min_households=0, max_households=300))
    [ground] = grounds(problem)
    bound = bound_cut(ground, 300, Run())
    assert 0 < bound <= least_cut(ground, 300) + 1e-6


def test_a_border_that_pays_for_being_cut_lowers_the_bound() -> None:
    """Roads left inside cost: cutting them earns, and the bound must allow for that."""
    given = block_town(8, 8, 40, road_every=2, inside_weight=1.0, max_households=700)
    problem = read_problem(given)
    [ground] = grounds(problem)
    assert ground.graph.weight.min() < 0
    result = suggest_grids(problem)
    label = np.zeros(ground.size, np.int32)
    label[ground.node] = result.labels[ground.units]
    assert bound_cut(ground, 700, Run()) <= cut_of(ground, label)


def test_on_even_ground_the_bound_is_most_of_the_cut() -> None:
    """16 x 16 cells of 25 households without roads; squares of 4 x 5 cells hold 500."""
    problem = read_problem(block_town(16, 16, 25, road_every=99))
    [ground] = grounds(problem)
    result = suggest_grids(problem, bound=True)
    [term] = result.objective
    assert term.bound is not None
    assert 0.6 * term.value < term.bound < term.value
    assert result.status == "feasible"
    assert any(reason.code == "cut_bound" for reason in result.explanation)
    assert ground.size > 150


def test_without_the_wish_there_is_no_bound_and_being_told_to_stop_gives_none() -> None:
    problem = read_problem(block_town(16, 16, 25, road_every=4))
    assert suggest_grids(problem).objective[0].bound is None
    [ground] = grounds(problem)
    assert bound_cut(ground, 500, Run(cancelled=lambda: True)) == 0.0


def test_the_command_line_gives_it_and_refuses_it_for_merging(tmp_path: Path) -> None:
    problem, result = tmp_path / "p.json", tmp_path / "r.json"
    problem.write_text(json.dumps(block_town(16, 12, 25, road_every=4)), "utf-8")
    assert main(["divide", str(problem), str(result), "--bound"]) == DONE
    answer = json.loads(result.read_text("utf-8"))
    assert 0 < answer["bound"] < answer["objective"]
    assert 0 < answer["gap"] < 1
    assert main(["check", str(problem), str(result)]) == DONE
    assert main(["merge", str(problem), "--bound"]) == BAD_INPUT
