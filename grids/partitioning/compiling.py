"""The one seam to numba: kernels compiled once, cached on disk where the disk may be written."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(function: Kernel) -> Kernel:
    """Compile a function of arrays and numbers to machine code at its first call."""
    try:
        return cast(Kernel, numba.njit(cache=True)(function))
    except RuntimeError:  # no writable place for the cache, as in a read-only image
        return cast(Kernel, numba.njit(function))
