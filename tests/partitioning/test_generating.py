"""Groups made as prices call for them: the same optimum as over all groups, and its proof."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from grids.partitioning import (
    Problem,
    Result,
    check,
    false_claims,
    read_problem,
    read_result,
    suggest_merges,
    write_result,
)
from grids.partitioning.merging import pieces, restricting
from grids.partitioning.merging.columns import Columns
from grids.partitioning.merging.generating import stages
from grids.partitioning.merging.generating.field import field_of
from grids.partitioning.merging.generating.pricing import Budget, Prices, cheap_groups
from grids.partitioning.running import Run
from grids.partitioning.verifying import unlisted
from tests.bench.engine.counties import make_tiny
from tests.partitioning.drawing import document, planar
from tests.partitioning.test_pareto import sited

ENDLESS = Budget(10**9, 10**9, 10**5)
TERMS = (("undersized",), ("change", "undersized"), ("distance", "change"), ("cut", "change"))
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # solving again takes seconds
Rules = dict[str, Any]


def town(units: int, seed: int, **rules: Any) -> dict[str, Any]:
    """Communities of 100 to 400 households; any eight or nine may merge."""
    return planar(units, seed, (100, 400), min_households=1000, max_households=3000, **rules)


makers = st.sampled_from(
    [
        town,
        make_tiny,
        sited,
        lambda units, seed: town(units, seed, parts=[2, 4]),
        lambda units, seed: town(units, seed, objective=["cut", "change"], apart=[["u0", "u2"]]),
    ]
)
maps = st.builds(
    lambda make, units, seed: make(units, seed), makers, st.integers(6, 13), st.integers(0, 10_000)
)


@contextmanager
def few_groups_at_most() -> Iterator[None]:
    """As if more than a handful of groups were too many to list."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "COLUMN_LIMIT", 8)
        patch.setattr(restricting, "GROUPS_AT_MOST", 30)
        yield


def made(given_document: dict[str, Any]) -> tuple[Problem, Result]:
    problem = read_problem(given_document)
    with few_groups_at_most():
        return problem, suggest_merges(problem)


@settings(max_examples=12, deadline=None, phases=UNSHRUNK)
@given(maps)
def test_groups_made_on_call_reach_the_optimum_over_all_groups(given: dict[str, Any]) -> None:
    problem, some = made(given)
    every = suggest_merges(problem)
    best = [term.value for term in every.objective]
    found = [term.value for term in some.objective]
    assert found >= best
    assert some.status != "optimal" or found == best
    for place, term in enumerate(some.objective):
        if found[:place] == best[:place] and term.bound is not None:
            assert term.bound <= best[place]
    assert check(problem, some) == list(some.violations)
    assert false_claims(problem, some) == []


@settings(max_examples=15, deadline=None, phases=UNSHRUNK)
@given(maps, st.sampled_from(TERMS), st.integers(0, 1000))
def test_the_search_meets_every_group_under_its_prices(
    given: dict[str, Any], terms: tuple[str, ...], seed: int
) -> None:
    problem, rng = read_problem(given), np.random.default_rng(seed)
    nodes = pieces.contract(problem)
    units = max(pieces.pieces_of(problem, nodes), key=len)
    members = nodes.members(units)
    columns, _ = pieces.piece_columns(problem, nodes, units, Run())
    prices = drawn_prices(columns, terms, len(members), rng)
    reduced = listed(columns, prices, units)
    limit = sorted(reduced.values())[len(reduced) // 10] if reduced else 0
    field = field_of(problem, pieces.ground_of(problem, nodes, members), members)
    found = cheap_groups(field, prices, limit, ENDLESS, Run())
    met = {
        frozenset(group.tolist()): value
        for group, value in sorted(
            zip(found.groups, found.values, strict=True), key=lambda row: -row[1]
        )
    }
    assert found.complete
    assert met == {group: value for group, value in reduced.items() if value < limit}


def drawn_prices(
    columns: Columns, terms: tuple[str, ...], nodes: int, rng: np.random.Generator
) -> Prices:
    of = {term: 2 * int(rng.integers(1, 50)) for term in terms}
    of[terms[0]] = 1000
    cost = np.abs(sum(of[term] * columns.costs[term] for term in terms))
    typical = float(np.median(cost / np.diff(columns.start)))
    y = np.rint(typical * rng.uniform(0.5, 1.5, nodes)).astype(np.int64)
    first, second = (int(node) for node in rng.permutation(nodes)[:2])
    pair = ((first, second),)
    split = [(), pair][int(rng.integers(2))]
    apart, together = (split, ()) if rng.integers(2) else ((), split)
    return Prices(y, of, int(rng.integers(-9, 9)), apart, together)


def listed(columns: Columns, prices: Prices, units: Any) -> dict[frozenset[int], int]:
    """What every group of two or more costs above its prices, by nodes, counted one by one."""
    reduced = {}
    for column in range(columns.size):
        group = frozenset(np.searchsorted(units, columns.units(column)).tolist())
        torn = any((a in group) != (b in group) for a, b in prices.together)
        met = any(a in group and b in group for a, b in prices.apart)
        if len(group) > 1 and not torn and not met:
            cost = sum(price * int(columns.costs[t][column]) for t, price in prices.of.items())
            reduced[group] = cost + prices.group - int(prices.nodes[list(group)].sum())
    return reduced


def refused(problem: Problem, written: dict[str, Any]) -> list[str]:
    return [one.rule for one in false_claims(problem, read_result(problem, written))]


def written_town() -> tuple[Problem, dict[str, Any]]:
    """A town whose walking is proven by prices, as a file would give it back."""
    problem, result = made(town(13, 4))
    written = json.loads(json.dumps(write_result(problem, result)))
    assert refused(problem, written) == []
    return problem, written


def distance_of(written: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = written["certificate"]["pieces"][0]["stages"][2]
    return found


def a_leaf(node: dict[str, Any]) -> dict[str, Any]:
    while "split" in node or "split_parts" in node:
        node = node["apart"] if "split" in node else node["fewer"]
    return node


def test_prices_that_a_group_undercuts_are_refused() -> None:
    problem, written = written_town()
    leaf = a_leaf(distance_of(written)["proof"])
    leaf["unit_duals"] = [price + 4000 * leaf["scale"] for price in leaf["unit_duals"]]
    assert refused(problem, written) == ["reduced_cost"]


def test_a_bound_that_the_tree_does_not_reach_is_refused() -> None:
    problem, written = written_town()
    distance_of(written)["bound"] += 1
    assert refused(problem, written) == ["claimed_bound"]


def test_a_search_that_does_not_end_is_not_taken_for_a_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem, written = written_town()
    monkeypatch.setattr(unlisted, "STEPS", 50)
    assert refused(problem, written) == ["bound_unverified"]


def test_when_the_effort_is_used_up_lowered_prices_still_prove_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    best = suggest_merges(read_problem(town(13, 4))).objective[2].value
    monkeypatch.setattr(stages, "STEPS", 3_000)
    problem, result = made(town(13, 4))
    walk = result.objective[2]
    assert result.certificate["pieces"][0]["stages"][2]["proof"] is not None
    assert walk.bound is not None
    assert 0 < walk.bound <= best
    assert false_claims(problem, result) == []


@pytest.mark.parametrize(
    "rules", [{"objective": {"change": 1, "cut": 0.1}}, {"together": [["u0", "u5"]]}]
)
def test_what_prices_of_units_cannot_tell_is_answered_without_proof(rules: Rules) -> None:
    given = town(13, 2, **rules)
    given["edges"] = [edge for edge in given["edges"] if {edge["a"], edge["b"]} != {"u0", "u5"}]
    problem, result = made(given)
    assert result.status == "feasible"
    assert all(stage["proof"] is None for stage in result.certificate["pieces"][0]["stages"])
    assert check(problem, result) == list(result.violations)
    assert false_claims(problem, result) == []


def test_two_runs_make_the_same_groups() -> None:
    one, other = (made(town(13, 6))[1] for _ in range(2))
    assert one.labels.tolist() == other.labels.tolist()
    assert one.certificate == other.certificate


def test_nobody_to_merge_with_is_proven_too() -> None:
    """A star of large ones around a small one: each pair passes the maximum."""
    given = document({"hub": 500, **{f"s{i}": 2900 for i in range(9)}},
                     " ".join(f"hub-s{i}" for i in range(9)))  # fmt: skip
    with few_groups_at_most():
        result = suggest_merges(read_problem(given))
    assert result.status == "optimal"
    assert result.objective[0].value == 1
