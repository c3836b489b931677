from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _no_tile_is_kept(settings: Settings) -> None:
    """The cache of the checkout is not for tests; those that want one make their own."""
    settings.TILE_CACHE_DIR = Path()
