import pytest

from tests.dispatch.cast import Whistle, set_up
from tests.world import World


@pytest.fixture
def whistle(world: World) -> Whistle:
    return set_up(world)
