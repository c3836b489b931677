"""Told to stop, the engine answers soon, wherever in its work it is."""

import pytest

from grids.partitioning import Problem, read_problem, suggest_grids
from tests.partitioning.stopping import SOON, Stopping
from tests.partitioning.voronoi import voronoi_town


@pytest.fixture(scope="module")
def city() -> Problem:
    """20,000 cells; and the kernels are compiled before anything is counted."""
    suggest_grids(read_problem(voronoi_town(200)))
    return read_problem(voronoi_town(20_000))


@pytest.mark.parametrize("asked", [3, 20])
def test_a_city_is_given_up_soon_after_somebody_says_stop(city: Problem, asked: int) -> None:
    with Stopping(asked) as stopping:
        result = suggest_grids(city, cancelled=stopping)
    assert stopping.was_told
    assert stopping.calls < SOON
    assert result.status == "cancelled"
    assert sum(part.units for part in result.parts) == city.size
