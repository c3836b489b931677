"""Which of a million values came before, by 64 bits of each: two of a million agree by chance
once in thirty million files."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Digests = NDArray[np.uint64]


class Seen:
    """Digests met so far, eight bytes each."""

    def __init__(self) -> None:
        # Sorted runs, each longer than the next, so that there are only a few to search.
        self._runs: list[Digests] = []

    def repeated(self, digests: Digests) -> NDArray[np.bool_]:
        """Which of these came before, here or in an earlier call, (n,); they are remembered."""
        order = np.argsort(digests, kind="stable")
        run = digests[order]
        again = np.zeros(len(run), dtype=bool)
        again[1:] = run[1:] == run[:-1]
        for earlier in self._runs:
            at = np.minimum(np.searchsorted(earlier, run), len(earlier) - 1)
            again |= earlier[at] == run
        self._remember(run)
        result = np.empty(len(run), dtype=bool)
        result[order] = again
        return result

    def _remember(self, run: Digests) -> None:
        while self._runs and len(self._runs[-1]) <= len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        if len(run):
            self._runs.append(run)


def of_texts(texts: pa.Array) -> Digests:
    """Digests of texts; they hold within this process."""
    return np.fromiter(map(hash, texts.to_pylist()), np.int64, len(texts)).view(np.uint64)


def of_numbers(rows: NDArray[np.float64]) -> Digests:
    """Digests of rows of numbers, (n, k) to (n,): the finalizer of splitmix64, number by number."""
    digests = np.zeros(len(rows), dtype=np.uint64)
    for column in rows.T:
        digests ^= np.ascontiguousarray(column).view(np.uint64)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            digests ^= digests >> np.uint64(shift)
            digests *= np.uint64(factor)
        digests ^= digests >> np.uint64(31)
    return digests
