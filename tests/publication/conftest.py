import pytest

from tests.drafts.town import lay_cells
from tests.world import World


@pytest.fixture
def town(world: World) -> World:
    lay_cells(world)
    return world
