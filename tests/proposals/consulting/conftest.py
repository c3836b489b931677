import pytest

from communities.basemap.models import Venue
from tests.drafts.town import lay_cells
from tests.world import World, point


@pytest.fixture
def town(world: World) -> World:
    """The chessboard: communities of 1,000 households, grids of 500, 500 and 1,000; one venue."""
    lay_cells(world)
    Venue.objects.create(county=world.county, name="长富路党群服务中心", geom=point(980, 480))
    return world
