"""However hot the flips, no part falls apart, none is emptied, and the sums stay right."""

import numpy as np
import pytest

from grids.partitioning import read_problem, scorecard
from grids.partitioning.dividing.divisions import divided, price_bounds
from grids.partitioning.dividing.ground import grounds
from grids.partitioning.dividing.improving import flip
from grids.partitioning.dividing.kernels import new_state
from grids.partitioning.dividing.starts import recursive_split
from grids.partitioning.running import Run
from tests.partitioning.drawing import planar


@pytest.mark.parametrize("seed", range(5))
def test_hot_flips_keep_parts_whole(seed: int) -> None:
    rules = {"min_households": 300, "max_households": 500}
    problem = read_problem(planar(150, seed, (0, 40), **rules))
    [ground] = grounds(problem)
    generator = np.random.default_rng(seed)
    bounds = price_bounds(problem.rules, 0.0)
    label = recursive_split(ground, 7, bounds, generator, Run())
    division = divided(ground, label, 7, new_state(generator))
    flip(ground, division, bounds, (1e6, 1e6), 20_000)
    assert not np.array_equal(division.label, label)
    parts = scorecard(problem, ground.on_units(division.label)).parts
    assert [part.pieces for part in parts] == [1] * 7
    assert [part.households for part in parts] == division.size.tolist()
    assert [part.units for part in parts] == division.count.tolist()
