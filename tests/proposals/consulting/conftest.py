import pytest

from tests.division.town import build_cells, furnish
from tests.world import World, make_world


@pytest.fixture
def town(transactional_db: None) -> World:
    """Two communities of 576 households; grids of 288, 288 and 576."""
    world = make_world()
    furnish(world)
    build_cells(world)
    return world
