import pytest

from communities.basemap.models import Building
from tests.world import World, build


@pytest.fixture
def building(world: World) -> Building:
    """A building of the member's grid."""
    return build(world, 100, 100, name="3号楼", source_ref="B-3")
