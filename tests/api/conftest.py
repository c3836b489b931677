import pytest

from tests.api.furnished import Furnished, furnish
from tests.world import World


@pytest.fixture
def county(world: World) -> Furnished:
    return furnish(world)
