import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.basemap.counts.spread import spread

WEIGHTS = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=200).filter(
    lambda weights: sum(weights) > 0
)


@given(total=st.integers(0, 10_000_000), weights=WEIGHTS)
def test_the_sum_is_kept_exactly_and_every_share_is_next_to_its_due(
    total: int, weights: list[float]
) -> None:
    array = np.array(weights)
    shares = spread(total, array)
    assert int(shares.sum()) == total
    assert (np.abs(shares - total * array / array.sum()) < 1 + 1e-6).all()


@given(total=st.integers(0, 10_000), weights=WEIGHTS)
def test_a_building_without_floor_area_gets_nobody(total: int, weights: list[float]) -> None:
    shares = spread(total, np.array([*weights, 0.0, 0.0]))
    positive = sum(weight > 0 for weight in weights)
    assert (shares[-2:] == 0).all() or total > positive


def test_the_largest_remainders_get_what_is_left() -> None:
    assert spread(10, np.array([5.0, 3.0, 3.0])).tolist() == [4, 3, 3]


def test_equal_remainders_go_in_the_order_given() -> None:
    assert spread(2, np.ones(3)).tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("total", "weights"), [(1, [0.0, 0.0]), (1, []), (-1, [1.0]), (1, [np.nan]), (1, [2.0, -1.0])]
)
def test_nothing_to_spread_over_is_an_error(total: int, weights: list[float]) -> None:
    with pytest.raises(ValueError, match="nothing to spread"):
        spread(total, np.array(weights))
