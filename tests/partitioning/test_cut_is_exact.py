"""The least cut is found and proven: equal to the best of all divisions, tried one by one."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grids.partitioning import Problem, read_problem
from grids.partitioning.dividing.ground import grounds
from grids.partitioning.exact.cut_bound import Climb
from grids.partitioning.exact.cut_case import case_of
from grids.partitioning.exact.cut_choice import Wanted, choose
from grids.partitioning.exact.cut_effort import Effort
from grids.partitioning.exact.cut_frontier import Ways, ways_through
from grids.partitioning.exact.cut_kernels import DONE
from grids.partitioning.exact.cut_master import Master
from grids.partitioning.exact.cut_pricing import Prices
from grids.partitioning.exact.cut_proof import prove_cut
from grids.partitioning.exact.cut_search import many_starts
from grids.partitioning.graph import build_graph
from grids.partitioning.running import Run
from tests.bench.engine.districting import read_instance
from tests.partitioning.brute_force import best_cut, hangs_together
from tests.partitioning.cutting import case, proven
from tests.partitioning.drawing import drawn, planar
from tests.real_data import real_file


def small_map(units: int, seed: int, whole: bool) -> dict[str, Any]:
    """Bounds from loose to impossible, one or two numbers of parts, borders alike or not."""
    rng = np.random.default_rng(seed)
    fewest = int(rng.integers(1, 4))
    low, high = sorted(rng.integers(0, 600, 2).tolist())
    parts = [fewest, fewest + int(rng.integers(2))]
    given_ = planar(units, seed, (0, 160), parts=parts, min_households=low, max_households=high)
    if whole:
        for edge in given_["edges"]:
            edge["length"] = 1
    return given_


maps = st.builds(small_map, st.integers(4, 9), st.integers(0, 10_000), st.booleans())


@settings(max_examples=40, deadline=None)
@given(maps)
@example(small_map(5, 691, whole=False))  # all nodes as one part, which rounding lost by a hair
def test_the_cut_equals_brute_force_and_so_does_its_absence(document: dict[str, Any]) -> None:
    problem = read_problem(document)
    fewest, most = document["rules"]["parts"]
    cuts = [best_cut(problem, parts) for parts in range(fewest, most + 1)]
    best = min((cut for cut in cuts if cut is not None), default=None)
    proof = proven(problem)
    assert proof.proven
    assert (proof.label is None) == (best is None)
    if best is not None:
        assert np.isclose(proof.value, best)
        assert np.isclose(proof.bound, best)


@settings(max_examples=15, deadline=None)
@given(maps)
def test_at_the_prices_of_the_bound_no_connected_part_is_a_bargain(
    document: dict[str, Any],
) -> None:
    """What the bound rests on, recomputed without the search that made it."""
    problem = read_problem(document)
    one = case(problem)
    ways = ways_through(one, one.total)
    assert ways is not None
    climb = Climb(one, ways, Master(one, Effort(20), 3.0))
    climb.begin([Prices(np.ones(one.size), 0.0)])
    while climb.round():
        pass
    prices, least = climb.best.prices, climb.best.least
    for units in _parts_that_fit(problem):
        inside = np.zeros((1, problem.size), np.bool_)
        inside[0, units] = True
        assert prices.reduced(one, inside[:, one.order])[0] >= least - 1e-6
    assert np.isclose(climb.best.value, prices.earned(one) + one.most * least)


@settings(max_examples=20, deadline=None)
@given(maps)
def test_every_connected_part_is_one_way_through_the_frontier(document: dict[str, Any]) -> None:
    problem = read_problem(document)
    one = case(problem)
    ways = ways_through(one, one.total)
    assert ways is not None
    assert _count_ways(ways) == len(_connected_groups(problem))


def _connected_groups(problem: Problem) -> list[list[int]]:
    units = range(problem.size)
    groups = (list(some) for size in units for some in combinations(units, size + 1))
    return [group for group in groups if hangs_together(problem, group)]


def test_two_pieces_that_leave_the_frontier_at_once_are_no_part() -> None:
    """
    a - c - b    placed in this order, c outside: a and b are two parts, not one
    """
    problem = drawn(dict.fromkeys("abc", 10), "a-c-b", parts=1, min_households=10)
    [ground] = grounds(problem)
    one = replace(case_of(ground, problem.rules, 1, 1), order=np.arange(3, dtype=np.int32))
    link = np.ones(2, np.bool_)
    graph = build_graph(3, np.array([[0, 2], [1, 2]], np.int32), np.ones(2), link)
    ways = ways_through(replace(one, graph=graph), 2.0)
    assert ways is not None
    assert _count_ways(ways) == 6


def _count_ways(ways: Ways) -> int:
    """How many ways lead to DONE, counted from behind."""
    after = np.zeros(len(ways.child), np.int64)
    for state in range(len(ways.child) - 1, -1, -1):
        for child in ways.child[state].tolist():
            after[state] += 1 if child == DONE else after[child] if child >= 0 else 0
    return int(after[0])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 4))
@example(46_915, 4)  # 797, where rounding kept 796 from being a whole metre better
def test_the_choice_among_all_parts_is_the_best(seed: int, parts: int) -> None:
    """With every connected part to choose from, and nothing known before."""
    bounds = {"min_households": 0, "max_households": 10_000, "parts": parts}
    problem = read_problem(planar(8, seed, (10, 20), **bounds))
    one = case(problem)
    listed = _connected_groups(problem)
    inside = np.zeros((len(listed), problem.size), np.bool_)
    for row, units in enumerate(listed):
        inside[row, units] = True
    wanted = Wanted(one.total, Prices(np.zeros(one.size), 0.0), 0.0)
    choice = choose(one, inside[:, one.order], wanted, Effort(1.0))
    assert choice.proven
    assert choice.label is not None
    best = best_cut(problem, parts)
    assert best is not None
    assert np.isclose(one.cut_of(choice.label) * one.unit, best)


def _parts_that_fit(problem: Problem) -> Iterator[list[int]]:
    """Connected parts within the bounds that leave what may be divided, of one piece."""
    rules = problem.rules
    for units in _connected_groups(problem):
        households = int(problem.households[units].sum())
        within = rules.min_households <= households <= rules.max_households
        if within and _may_be_left(problem, units):
            yield units


def _may_be_left(problem: Problem, units: list[int]) -> bool:
    """Whether the households outside could be those of an admissible number of parts."""
    assert problem.rules.parts is not None
    rest = set(range(problem.size)) - set(units)
    total = int(problem.households[list(rest)].sum()) if rest else 0
    low, high = problem.rules.min_households, problem.rules.max_households
    return (not rest or hangs_together(problem, list(rest))) and any(
        others * low <= total <= others * high
        for others in range(problem.rules.parts[0] - 1, problem.rules.parts[1])
        if (others > 0) == bool(rest) and others <= len(rest)
    )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_found_first_does_not_change_what_is_proven(seed: int) -> None:
    rules = {"min_households": 260, "max_households": 340, "parts": [3, 4]}
    problem = read_problem(planar(36, seed, (10, 50), **rules))
    [ground] = grounds(problem)
    one = case(problem)
    generator = np.random.default_rng(seed)
    labels = many_starts(ground, problem.rules, range(3, 5), 4, generator, Run())
    helped = prove_cut(one, [label[one.order] for label in labels], Effort(20))
    alone = prove_cut(one, [], Effort(20))
    assert helped.proven
    assert alone.proven
    assert np.isclose(helped.value, alone.value)


def test_out_of_effort_the_bound_is_still_a_bound() -> None:
    rules = {"min_households": 260, "max_households": 340, "parts": 4}
    problem = read_problem(planar(40, 3, (10, 50), **rules))
    one = case(problem)
    [ground] = grounds(problem)
    labels = many_starts(ground, problem.rules, range(4, 5), 4, np.random.default_rng(0), Run())
    starts = [label[one.order] for label in labels]
    hasty, whole = (prove_cut(one, starts, Effort(effort)) for effort in (1e-4, 20))
    assert not hasty.proven
    assert whole.proven
    assert hasty.bound <= whole.value <= hasty.value


@pytest.mark.real_data
@pytest.mark.parametrize("state", ["ME", "NM", "ID", "WV"])
def test_published_optima_are_found_and_proven(state: str) -> None:
    instance = read_instance(real_file("districting", f"cut_edges_{state}.json"))
    proof = proven(read_problem(instance.document))
    assert proof.proven
    assert proof.value == instance.optimum
