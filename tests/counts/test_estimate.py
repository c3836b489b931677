import numpy as np
import pytest

from communities.basemap.counts.estimate import DEFAULT, Estimate, estimate_counts

UNKNOWN = np.nan


def _estimate(footprint: float, floors: float, use: str, dwellings: float = UNKNOWN) -> Estimate:
    return estimate_counts(
        np.array([footprint]),
        np.array([floors]),
        np.array([use], dtype=object),
        np.array([dwellings]),
    )


def test_a_walk_up_has_a_dwelling_for_every_ninety_square_metres() -> None:
    found = _estimate(600, 6, "residential")
    assert found.dwellings[0] == 40
    assert found.households[0] == 34
    assert found.population[0] == 88


def test_a_tower_needs_more_room_per_dwelling() -> None:
    assert _estimate(500, 21, "residential").dwellings[0] == 100


def test_a_small_house_is_one_dwelling() -> None:
    assert _estimate(60, 2, "residential").dwellings[0] == 1
    assert _estimate(60, UNKNOWN, "residential").floors[0] == 2


def test_the_ground_floor_of_a_mixed_building_is_no_dwelling() -> None:
    assert _estimate(900, 1, "mixed").dwellings[0] == 0
    assert _estimate(900, 2, "mixed").dwellings[0] == 10


@pytest.mark.parametrize("use", ["commercial", "office", "public", "industrial", "other"])
def test_nobody_lives_in_other_buildings(use: str) -> None:
    assert _estimate(900, 6, use).population[0] == 0


def test_an_unknown_use_counts_as_homes_where_the_size_is_plausible() -> None:
    found = [_estimate(size, UNKNOWN, "unknown").dwellings[0] for size in (20, 100, 600, 5000)]
    assert found == [0, 1, 30, 0]


def test_known_dwellings_are_kept() -> None:
    found = _estimate(600, 6, "residential", dwellings=24)
    assert found.dwellings[0] == 24
    assert found.households[0] == round(24 * DEFAULT.occupancy)


def test_a_missing_footprint_gives_nothing_and_no_error() -> None:
    assert _estimate(0, UNKNOWN, "unknown").households[0] == 0


def test_households_never_exceed_dwellings() -> None:
    rng = np.random.default_rng(7)
    count = 5000
    found = estimate_counts(
        rng.uniform(0, 4000, count),
        np.where(rng.random(count) < 0.3, np.nan, rng.integers(1, 40, count)),
        rng.choice(np.array(["residential", "mixed", "unknown"], dtype=object), count),
    )
    assert (found.households <= found.dwellings).all()
    assert (found.dwellings >= 0).all()
