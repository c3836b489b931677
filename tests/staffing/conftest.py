import pytest

from tests.staffing.cast import Cast, hire
from tests.world import World


@pytest.fixture
def cast(world: World) -> Cast:
    return hire(world)
