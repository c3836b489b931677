"""The towns the engine is measured on: cells of a made town, as the product makes them."""

from pathlib import Path

import numpy as np
import pytest

from communities.basemap.cells import CellMap, build_cells
from fixtures.town import Town, make_town
from grids.partitioning import Problem, read_problem
from grids.partitioning.graph import components, linking
from tests.bench.engine import towns


@pytest.fixture(scope="module")
def town() -> Town:
    return make_town(400, seed=2)


@pytest.fixture(scope="module")
def cells(town: Town) -> CellMap:
    return build_cells(towns.cell_source(town))


@pytest.fixture(scope="module")
def problem(town: Town, cells: CellMap) -> Problem:
    return read_problem(towns.town_document(town, cells))


def test_every_household_lives_in_a_cell(town: Town, problem: Problem) -> None:
    assert problem.households.sum() == town.buildings.households_resident.sum()
    assert problem.population.sum() == town.buildings.population.sum()


def test_the_whole_town_is_one_area(problem: Problem) -> None:
    assert (problem.parent == -1).all()
    assert components(problem.size, problem.edges, linking(problem))[0] == 1


def test_cells_of_one_compound_are_one_group(town: Town, problem: Problem) -> None:
    assert len(problem.group_ids) == len(np.unique(town.buildings.compound)) - 1


def test_borders_know_their_streets_and_close_around_the_town(town: Town, problem: Problem) -> None:
    assert {"local", "wall"} <= set(problem.barrier_names)
    assert set(problem.barrier_names) <= set(town.barriers.barrier_class.tolist())
    shared = np.bincount(problem.edges.ravel(), np.repeat(problem.length, 2), problem.size)
    assert (problem.outer > 0).any()
    assert ((shared + problem.outer) ** 2 >= 4 * np.pi * problem.area * 0.999).all()


def test_a_problem_made_once_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(towns, "town_problem", lambda cells, seed: {"units": [cells, seed]})
    first = towns.cached_problem(7, 3, tmp_path)
    monkeypatch.delattr(towns, "town_problem")
    assert towns.cached_problem(7, 3, tmp_path) == first == {"units": [7, 3]}
