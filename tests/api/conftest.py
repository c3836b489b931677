from pathlib import Path

import pytest
from pytest_django import Settings

from tests.api.furnished import Furnished, furnish
from tests.world import World


@pytest.fixture
def county(world: World) -> Furnished:
    return furnish(world)


@pytest.fixture(autouse=True)
def _no_tile_is_kept(settings: Settings) -> None:
    """The cache of the checkout is not for tests."""
    settings.TILE_CACHE_DIR = Path()
