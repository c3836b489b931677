"""Labels of an alternative as its row keeps them."""

import zlib

import numpy as np

from grids.division.cell_table import Codes


def packed(labels: Codes) -> bytes:
    """(n,) labels as an alternative keeps them."""
    return zlib.compress(labels.astype("<i4").tobytes())


def unpacked(labels: bytes) -> Codes:
    """(n,) labels that an alternative keeps."""
    return np.frombuffer(zlib.decompress(labels), "<i4").astype(np.int32)
