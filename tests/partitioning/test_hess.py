"""The least distance to centres is proven: equal to trying everything, or proven impossible."""

from random import Random
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grids.partitioning import Problem, read_problem
from grids.partitioning.distances import unit_distances
from grids.partitioning.exact.hess import prove_distance
from grids.partitioning.exact.hess_branching import Best, Tree
from grids.partitioning.exact.hess_lagrangian import (
    Prices,
    better_prices,
    first_prices,
    lagrangian_bound,
    settle_by_price,
)
from grids.partitioning.exact.hess_model import Hess, centres, hess_model, tightened
from grids.partitioning.exact.proof import Proof
from grids.partitioning.exact.separators import propagate
from grids.partitioning.graph import border_weight, build_graph, linking
from grids.partitioning.problem import Codes
from grids.partitioning.running import Run
from tests.partitioning.brute_force import best_distance, hangs_together
from tests.partitioning.drawing import drawn, planar


def model_of(problem: Problem, parts: tuple[int, int]) -> Hess:
    graph = build_graph(problem.size, problem.edges, border_weight(problem), linking(problem))
    bounds = problem.rules.min_households, problem.rules.max_households
    return hess_model(graph, problem.households, unit_distances(problem), bounds, parts)


def around_the_mean(document: dict[str, Any], parts: int) -> Problem:
    """The problem with bounds 40 households about the mean part."""
    mean = sum(unit["households"] for unit in document["units"]) // parts
    document["rules"] |= {"min_households": mean - 40, "max_households": mean + 40}
    return read_problem(document)


def proof_of(model: Hess, seed: int = 0) -> Proof:
    return prove_distance(model, np.random.default_rng(seed), Run())


def keeps_the_rules(problem: Problem, label: Codes, parts: int) -> bool:
    groups = [np.flatnonzero(label == part).tolist() for part in range(int(label.max()) + 1)]
    low, high = problem.rules.min_households, problem.rules.max_households
    return len(groups) == parts and all(
        low <= int(problem.households[group].sum()) <= high and hangs_together(problem, group)
        for group in groups
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4), st.booleans(), st.integers(0, 60))
def test_the_proof_equals_trying_every_division(
    seed: int, parts: int, by_hops: bool, spread: int
) -> None:
    low, high = 800 // parts - 10 - spread, 800 // parts + 10 + spread
    rules = {"min_households": low, "max_households": high, "parts": parts}
    document = planar(8, seed, (20, 180), **rules, distance="hops" if by_hops else "euclidean")
    problem = read_problem(document)
    best = best_distance(problem, parts, unit_distances(problem))
    proof = proof_of(model_of(problem, (parts, parts)))
    assert proof.proven
    assert (best is None) == (proof.label is None)
    if best is not None and proof.label is not None:
        assert np.isclose(proof.value, best)
        assert proof.bound == proof.value
        assert keeps_the_rules(problem, proof.label, parts)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 4))
def test_without_a_lucky_start_the_tree_finds_the_same(seed: int, parts: int) -> None:
    """No division is known at first: columns stay open, centres and separators must do it."""
    problem = around_the_mean(planar(16, seed, (10, 115), distance="hops"), parts)
    model = model_of(problem, (parts, parts))
    proof = proof_of(model)
    for value in (np.inf, proof.value + 1):
        tree = Tree(model, model.near.copy(), Best(None, value), Run())
        assert tree.grow(10_000)
        assert tree.best.label is not None
        assert tree.best.value == proof.value
        assert keeps_the_rules(problem, tree.best.label, parts)


def test_a_number_of_parts_may_be_left_open() -> None:
    """Six in a row of 10 households: three pairs walk 10 each, two threes 20 each."""
    problem = drawn(dict.fromkeys("abcdef", 10), "a-b-c-d-e-f", distance="hops",
                    min_households=20, max_households=30)  # fmt: skip
    assert proof_of(model_of(problem, (2, 2))).value == 40
    assert proof_of(model_of(problem, (3, 3))).value == 30
    assert proof_of(model_of(problem, (1, 6))).value == 30


def test_islands_are_proven_together() -> None:
    """
    a(10) - b(10)   c(10) - d(10) - e(10)
    """
    problem = drawn(dict.fromkeys("abcde", 10), "a-b c-d-e", distance="hops",
                    min_households=10, max_households=30)  # fmt: skip
    model = model_of(problem, (3, 3))
    proof = proof_of(model)
    assert proof.proven
    assert proof.value == 20
    assert proof.label is not None
    assert keeps_the_rules(problem, proof.label, 3)
    assert proof_of(model_of(problem, (1, 1))).label is None


def test_what_cannot_hang_together_is_proven_impossible() -> None:
    """A star: two parts of equal size would need the middle twice."""
    problem = drawn({"m": 10, **dict.fromkeys("abcdefg", 10)}, "a-m b-m c-m d-m e-m f-m g-m",
                    distance="hops", min_households=40, max_households=40)  # fmt: skip
    proof = proof_of(model_of(problem, (2, 2)))
    assert proof.proven
    assert proof.label is None
    assert proof.value == proof.bound == np.inf


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_prices_prove_the_bound_they_state(seed: int) -> None:
    model = model_of(around_the_mean(planar(24, seed, (20, 80), distance="hops"), 3), (3, 3))
    proof = proof_of(model)
    assert proof.label is not None
    given_prices = [
        np.array(proof.certificate[f"{name}_prices"]) for name in ("unit", "most", "least")
    ]
    stated = lagrangian_bound(model, Prices(*given_prices))
    assert np.isclose(stated, proof.certificate["root_bound"])
    assert stated <= centres(model, proof.label)[1] + 1e-6


def test_the_same_seed_gives_the_same_proof() -> None:
    rules = {"min_households": 350, "max_households": 450}
    model = model_of(read_problem(planar(40, 3, (20, 80), **rules, distance="hops")), (5, 5))
    one, other = proof_of(model, 5), proof_of(model, 5)
    assert one.label is not None
    assert other.label is not None
    assert np.array_equal(one.label, other.label)
    assert one.certificate == other.certificate


def test_bounds_are_as_narrow_as_the_total_allows() -> None:
    """Of 100 households in three parts of 30 to 35, none can be under 30 nor above 35."""
    assert tightened(100, (30, 35), (3, 3)) == (30, 35)
    assert tightened(100, (20, 35), (3, 3)) == (30, 35)
    assert tightened(100, (30, 60), (3, 3)) == (30, 40)
    assert tightened(100, (20, 35), (3, 4)) == (20, 35)


def _solved(seed: int) -> tuple[Hess, Proof, Codes]:
    """A model, its proof, and the centre of every unit."""
    model = model_of(around_the_mean(planar(18, seed, (10, 115), distance="hops"), 3), (3, 3))
    proof = proof_of(model)
    assert proof.label is not None
    return model, proof, centres(model, proof.label)[0][proof.label]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_prices_strike_out_nothing_of_a_division_better_than_what_is_known(seed: int) -> None:
    model, proof, centre = _solved(seed)
    for worse in (1, 20, 200):
        target = model.target_below(proof.value + worse)
        may, prices = model.near.copy(), first_prices(model)
        for _ in range(3):
            prices = better_prices(model, prices, may, proof.value + worse, 1_000)
            may = settle_by_price(model, prices, may, target)
        assert may[np.arange(model.size), centre].all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_what_is_settled_is_true_of_every_division_it_was_settled_for(
    seed: int, random: Random
) -> None:
    """Some pairs of a division are sure, some that are not of it are out: the rest stays open."""
    model, _, centre = _solved(seed)
    units = np.arange(model.size)
    own = np.zeros_like(model.near)
    own[units, centre] = True
    must, may = np.zeros_like(own), model.near.copy()
    for unit in random.sample(range(model.size), 6):
        must[unit, centre[unit]] = True
    may &= own | (np.array([random.random() for _ in range(may.size)]) < 0.7).reshape(may.shape)
    assert propagate(
        may, must, model.start, model.ends, model.households, model.low, model.high, *model.parts
    )
    assert may[units, centre].all()
    assert own[must].all()


def test_a_centre_reaches_as_far_as_the_households_on_the_way_allow() -> None:
    """a(10) - b(10) - c(10), at most 20 in a part: b may be of a, c may not."""
    problem = drawn(dict.fromkeys("abc", 10), "a-b-c", min_households=10, max_households=20)
    model = model_of(problem, (2, 2))
    may, must = model.near.copy(), np.zeros_like(model.near)
    assert propagate(may, must, model.start, model.ends, model.households, 10, 20, 2, 2)
    assert may.tolist() == [[True, True, False], [True, True, True], [False, True, True]]
