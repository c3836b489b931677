"""Where the real districts lie on a machine that has them; nowhere on one that has not.

The folder is named by WANGGE_SHARED_DATA, or lies beside the checkout as shared/data.
"""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


def real_file(*parts: str) -> Path:
    """A file of the real data; the test that asks is skipped, saying so, where it is absent."""
    path = Path(os.environ.get("WANGGE_SHARED_DATA", BESIDE)).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"real data absent: {'/'.join(parts)} (set WANGGE_SHARED_DATA)")
    return path
