"""Counts known for an area, spread over its buildings so that the sum is kept exactly."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def spread(total: int, weights: NDArray[np.float64]) -> Ints:
    """Whole shares of `total` in proportion to `weights`, summing to it exactly.

    Largest-remainder method (Hamilton): everyone gets the whole part of the exact share, the
    rest goes one by one to the largest remainders, equal ones in the order given.

    Args:
        total: what is to be spread, not negative.
        weights: (n,), not negative, not all zero.

    Raises:
        ValueError: nothing to spread over.
    """
    weight = float(weights.sum())
    if total < 0 or not np.isfinite(weight) or weight <= 0 or (weights < 0).any():
        raise ValueError("nothing to spread over")
    exact = total * (weights / weight)
    shares = np.floor(exact).astype(np.int64)
    rest = total - int(shares.sum())
    order = np.argsort(-(exact - shares), kind="stable")
    if rest >= 0:
        shares[order[:rest]] += 1
    else:  # total * (w / W) can exceed the share by rounding, for totals near 2**53
        shares[order[rest:]] -= 1
    return shares
