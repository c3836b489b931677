"""The benchmark compares like with like: who broke a rule or took too long is no measure."""

from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest

from grids.partitioning import Problem, read_problem
from tests.bench.engine.games import Answer, instance_of
from tests.bench.engine.judging import Row, best_peer, judge, needless_splits, shown
from tests.bench.engine.tables import Size, growth, plays, ratios
from tests.bench.engine.venvs import pinned
from tests.partitioning.drawing import document, drawn

OURS = Row("ours, seed 0", "ours", 60.0, 4, 0, 0, 0.9, 0, 0, 5, 2.0, 100.0)
KEPT = replace(OURS, who="METIS k-way ±10%", player="metis", cut=100.0, seconds=0.1)
SLOW = replace(KEPT, who="GerryChain ReCom 100 steps", player="recom", cut=50.0, seconds=21.0)
TORN = replace(KEPT, who="KaHIP strong ±10%", player="kaffpa", cut=75.0, torn=2, seconds=90.0)


def ring() -> Problem:
    """
    a(200) - b(200) - c(200) - d(200) - a
    """
    sizes = {"a": 200, "b": 200, "c": 200, "d": 200}
    return drawn(sizes, "a-b-c-d-a", min_households=300, max_households=500)


def answer(labels: list[int]) -> Answer:
    return Answer("somebody", np.array(labels, np.int32), 1.0, 1.0)


@pytest.mark.parametrize(
    ("labels", "out", "torn"), [([0, 0, 1, 1], 0, 0), ([0, 1, 0, 1], 0, 2), ([0, 0, 0, 1], 2, 0)]
)
def test_a_division_is_judged_by_the_rules_it_breaks(
    labels: list[int], out: int, torn: int
) -> None:
    row = judge(ring(), "metis", answer(labels))
    assert (row.out, row.torn, row.feasible) == (out, torn, not out and not torn)


def test_peers_see_every_border_twice_and_our_number_of_parts() -> None:
    instance = instance_of(ring())
    assert instance.parts == 2
    assert sorted(instance.edges()) == [(0, 1, 10), (0, 3, 10), (1, 2, 10), (2, 3, 10)]
    assert max(instance.tolerances) == pytest.approx(0.98 * 0.25, abs=1e-3)


def test_only_a_peer_of_about_our_time_that_kept_the_rules_is_the_feasible_measure() -> None:
    rows = (OURS, KEPT, SLOW, TORN)
    assert best_peer(rows, feasible=True, seconds=20.0) == KEPT
    assert best_peer(rows, feasible=True, seconds=30.0) == SLOW
    assert ratios(Size(1000, rows, ()), OURS) == ("0.600", "0.800")
    assert ratios(Size(1000, (OURS,), ()), OURS) == ("—", "—")


def test_of_one_kind_of_play_the_best_that_kept_the_rules_is_shown() -> None:
    wider = replace(KEPT, who="METIS k-way ±25%", cut=40.0, out=1)
    assert shown([wider, KEPT, replace(KEPT, cut=99.0)]) == [replace(KEPT, cut=99.0)]


def test_who_could_not_play_is_in_the_table() -> None:
    lines = plays(Size(1000, (OURS, KEPT), (("max_p", "stopped at 60 CPU s"),)))
    assert lines[0][1] == "ours, seed 0"
    assert lines[-1][1] == "max_p: stopped at 60 CPU s"
    assert {len(line) for line in lines} == {13}


def test_our_median_seed_stands_for_us() -> None:
    seeds = [replace(OURS, cut=cut, seconds=cut) for cut in (50.0, 70.0, 60.0)]
    assert growth(Size(1024, (*seeds, KEPT), ()))[:4] == [
        "1,024", "60", "0.600", "METIS k-way ±10%",
    ]  # fmt: skip


def test_every_peer_has_a_player_and_is_pinned_exactly() -> None:
    for player, packages in pinned().items():
        assert find_spec(f"tests.bench.engine.players.{player}") is not None
        assert packages
        assert all(package.count("==") == 1 for package in packages)


def test_only_a_compound_that_one_grid_could_hold_is_split_needlessly() -> None:
    """
    a a b b b c . c    200 households each: b is above the maximum of 500, c in two pieces
    """
    names = "aabbbcdc"
    given = document({f"{name}{i}": 200 for i, name in enumerate(names)}, "a0-a1-b2-b3-b4-c5-d6-c7",
                     min_households=100, max_households=500)  # fmt: skip
    for unit, name in zip(given["units"], names, strict=True):
        unit["group"] = None if name == "d" else name
    problem = read_problem(given)
    assert needless_splits(problem, np.arange(8, dtype=np.int32)) == 1
    assert needless_splits(problem, np.array([0, 0, 1, 2, 3, 4, 5, 6], np.int32)) == 0
