"""The figures of a division, checked by hand on four squares."""

import numpy as np
import pytest

from grids.partitioning import Problem, read_problem, scorecard


def squares() -> Problem:
    """
    Four 100 m squares; a road (=) between the rows; b and d are one compound:

    a(300) | b(100)
    ======   ======
    c(200) | d(400)
    """
    counts = {"a": 300, "b": 100, "c": 200, "d": 400}
    place = {"a": (50, 150), "b": (150, 150), "c": (50, 50), "d": (150, 50)}
    return read_problem(
        {
            "units": [
                {"id": name, "x": place[name][0], "y": place[name][1], "households": count,
                 "population": 2 * count, "area": 10_000, "outer": 200,
                 "group": "garden" if name in "bd" else None}
                for name, count in counts.items()
            ],
            "edges": [
                {"a": "a", "b": "b", "length": 100},
                {"a": "c", "b": "d", "length": 100},
                {"a": "a", "b": "c", "length": 100, "barrier": "arterial"},
                {"a": "b", "b": "d", "length": 100, "barrier": "arterial"},
            ],
            "sites": [{"id": "hall", "unit": "c"}],
            "rules": {"min_households": 350, "max_households": 550, "target_households": 500,
                      "service_radius": 110, "barrier_weight": {"arterial": 0.1},
                      "compound_weight": 20, "inside_weight": 0.05},
        }
    )  # fmt: skip


def test_rows() -> None:
    """ab / cd: the border runs along the road, but splits the compound."""
    card = scorecard(squares(), np.array([0, 0, 1, 1], np.int32), ("north", "south"))
    north, south = card.parts
    assert (north.households, north.deviation, north.target_deviation) == (400, 0, -100.0)
    assert (south.households, south.deviation) == (600, 50)
    assert north.perimeter == 600
    assert north.compactness == pytest.approx(4 * np.pi * 20_000 / 600**2)
    assert north.density == pytest.approx(800 / 0.02)
    assert card.barrier_share == 1.0
    assert card.cut == pytest.approx(100 * 0.1 + 100 * 20)
    assert card.compounds_split == north.compounds_split == 1
    assert card.in_bounds == 1


def test_columns() -> None:
    """ac / bd: the compound is whole, and the road inside costs a little."""
    card = scorecard(squares(), np.array([0, 1, 0, 1], np.int32))
    assert card.cut == 200
    assert card.inside == pytest.approx(10)
    assert card.barrier_share == 0.0
    assert card.compounds_split == 0


def test_corners() -> None:
    """ad / bc: each in two pieces."""
    card = scorecard(squares(), np.array([0, 1, 1, 0], np.int32))
    assert [part.pieces for part in card.parts] == [2, 2]
    assert card.disconnected == 2


def test_service_is_by_the_site_of_the_part_else_by_the_nearest() -> None:
    """The hall is in c: a and d lie 100 m from it, b 141 m."""
    card = scorecard(squares(), np.array([0, 1, 0, 1], np.int32))
    assert card.parts[0].served_share == 1.0
    assert card.parts[1].served_share == pytest.approx(400 / 500)
    assert card.served_share == pytest.approx(900 / 1000)


def test_what_is_unknown_stays_unknown() -> None:
    plain = read_problem(
        {
            "units": [{"id": "a", "households": 1}],
            "rules": {"min_households": 1, "max_households": 1},
        }
    )
    [part] = scorecard(plain, np.zeros(1, np.int32)).parts
    assert part.compactness is part.density is part.served_share is part.barrier_share is None
