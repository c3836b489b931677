"""The search keeps away from borders along nothing; the answer's cut is the plain one."""

import pytest

from grids.partitioning import Problem, read_problem, scorecard, suggest_grids
from grids.partitioning.dividing import suggest
from grids.partitioning.dividing.ground import grounds
from grids.partitioning.problem import Codes
from tests.partitioning.voronoi import voronoi_town


@pytest.fixture(scope="module")
def quarters() -> list[Problem]:
    """Too many cells for a proof, too few to be large."""
    return [read_problem(voronoi_town(500, seed)) for seed in range(3)]


def test_only_metres_along_no_barrier_cost_more(quarters: list[Problem]) -> None:
    quarter = quarters[0]
    [plain], [shy] = grounds(quarter), grounds(quarter, 1.0)
    more = (shy.graph.weight - plain.graph.weight).sum() / 2
    assert more == pytest.approx(quarter.length[quarter.barrier < 0].sum())
    assert (shy.graph.weight >= plain.graph.weight).all()


def test_fewer_metres_run_along_nothing(
    quarters: list[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    shy = [suggest_grids(quarter).labels for quarter in quarters]
    monkeypatch.setattr(suggest, "STRAY", 0.0)
    plain = [suggest_grids(quarter).labels for quarter in quarters]
    assert sum(map(strays, quarters, shy)) < 0.9 * sum(map(strays, quarters, plain))


def test_the_price_of_strays_is_no_part_of_the_answer(quarters: list[Problem]) -> None:
    result = suggest_grids(quarters[0])
    [term] = result.objective
    assert term.value == pytest.approx(scorecard(quarters[0], result.labels).cut)


def strays(problem: Problem, labels: Codes) -> float:
    """Metres of border along no barrier."""
    apart = labels[problem.edges[:, 0]] != labels[problem.edges[:, 1]]
    return float(problem.length[apart & (problem.barrier < 0)].sum())
