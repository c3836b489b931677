"""What must not matter to the grids does not matter."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grids.partitioning import Result, read_problem, suggest_grids
from tests.partitioning.drawing import parts_of, planar

Document = dict[str, Any]


def town(units: int, seed: int) -> Document:
    """A random map with compounds and streets."""
    given = planar(
        units, seed, (0, 60), min_households=300, target_households=400, max_households=500
    )
    chance = np.random.default_rng(seed)
    for unit in given["units"]:
        unit["group"] = (None, None, "g1", "g2")[chance.integers(4)]
    for edge in given["edges"]:
        edge["barrier"] = (None, None, "arterial", "local")[chance.integers(4)]
    return given


def small(seed: int) -> Document:
    """A map so small that the best cut is found whatever the order of things."""
    return planar(9, seed, (50, 160), min_households=200, max_households=700, parts=2)


towns = st.builds(town, st.integers(155, 190), st.integers(0, 10_000))  # too many to be proven
small_maps = st.builds(small, st.integers(0, 10_000))


def divided(document: Document, **options: Any) -> Result:
    return suggest_grids(read_problem(document), **options)


def changed(document: Document, rows: str, **new: Any) -> Document:
    """The document with `new` functions applied to a field of every row."""
    updated = [{**row, **{k: f(row[k]) for k, f in new.items()}} for row in document[rows]]
    return {**document, rows: updated}


@settings(max_examples=3, deadline=None)
@given(towns, st.integers(0, 100))
def test_the_same_seed_gives_the_same_grids_on_one_thread_or_three(
    document: Document, seed: int
) -> None:
    alone, again = divided(document, seed=seed), divided(document, seed=seed)
    with ThreadPoolExecutor(3) as executor:
        shared = divided(document, seed=seed, executor=executor)
    assert np.array_equal(alone.labels, again.labels)
    assert np.array_equal(alone.labels, shared.labels)
    assert alone.parts == again.parts == shared.parts


@settings(max_examples=3, deadline=None)
@given(towns)
def test_where_the_town_lies_does_not_matter(document: Document) -> None:
    moved = changed(document, "units", x=lambda x: x + 5e5, y=lambda y: y + 4e6)
    assert np.array_equal(divided(document).labels, divided(moved).labels)


@settings(max_examples=3, deadline=None)
@given(towns)
def test_what_things_are_called_does_not_matter(document: Document) -> None:
    renamed = changed(document, "units", id=lambda name: f"单元-{name}")
    renamed = changed(
        renamed, "edges", a=lambda name: f"单元-{name}", b=lambda name: f"单元-{name}"
    )
    assert np.array_equal(divided(document).labels, divided(renamed).labels)


@settings(max_examples=3, deadline=None)
@given(towns)
def test_borders_in_another_order_change_nothing(document: Document) -> None:
    turned = [{**row, "a": row["b"], "b": row["a"]} for row in reversed(document["edges"])]
    other = {**document, "edges": turned}
    assert np.array_equal(divided(document).labels, divided(other).labels)


@settings(max_examples=3, deadline=None)
@given(towns)
def test_a_ruler_four_times_as_fine_gives_the_same_grids(document: Document) -> None:
    finer = changed(document, "edges", length=lambda metres: 4 * metres)
    one, other = divided(document), divided(finer)
    assert np.array_equal(one.labels, other.labels)
    assert np.isclose(4 * one.objective[0].value, other.objective[0].value)


@settings(max_examples=5, deadline=None)
@given(small_maps, st.randoms(use_true_random=False))
def test_units_in_another_order_are_cut_as_well(document: Document, chance: random.Random) -> None:
    units = list(document["units"])
    chance.shuffle(units)
    one, other = divided(document), divided({**document, "units": units})
    assert one.status == other.status
    if one.status != "infeasible":
        assert np.isclose(one.objective[0].value, other.objective[0].value)


@settings(max_examples=5, deadline=None)
@given(small_maps)
def test_households_and_bounds_scaled_together_give_the_same_grids(document: Document) -> None:
    scaled = changed(document, "units", households=lambda count: 3 * count)
    scaled["rules"] = {"min_households": 600, "max_households": 2100, "parts": 2}
    one, other = read_problem(document), read_problem(scaled)
    first, second = suggest_grids(one), suggest_grids(other)
    assert first.status == second.status
    if first.status != "infeasible":
        assert parts_of(one, first.labels) == parts_of(other, second.labels)
