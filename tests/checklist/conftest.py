import pytest

from tests.drafts.town import lay_cells
from tests.world import World


@pytest.fixture
def town(world: World) -> World:
    """The chessboard of `tests.drafts.town`: grids of 500, 500 and 1,000 households."""
    lay_cells(world)
    return world
