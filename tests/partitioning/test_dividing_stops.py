"""Told to stop, the engine answers soon, wherever in its work it is."""

import time

import pytest

from grids.partitioning import Problem, read_problem, suggest_grids
from tests.partitioning.voronoi import voronoi_town

SOON = 3.0  # CPU seconds; on an idle machine it is under one


class Patience:
    """Answers "go on" so many times, then "stop"; knows the CPU time it first said so."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.told: float | None = None

    def __call__(self) -> bool:
        self.times -= 1
        if self.times < 0 and self.told is None:
            self.told = time.process_time()
        return self.times < 0


@pytest.fixture(scope="module")
def city() -> Problem:
    """20,000 cells; and the kernels are compiled before anything is timed."""
    suggest_grids(read_problem(voronoi_town(200)))
    return read_problem(voronoi_town(20_000))


@pytest.mark.parametrize("asked", [3, 20])
def test_a_city_is_given_up_soon_after_somebody_says_stop(city: Problem, asked: int) -> None:
    patience = Patience(asked)
    result = suggest_grids(city, cancelled=patience)
    assert patience.told is not None
    assert time.process_time() - patience.told < SOON
    assert result.status == "cancelled"
    assert sum(part.units for part in result.parts) == city.size
