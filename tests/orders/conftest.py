import pytest

from tests.dispatch.cast import Whistle, set_up
from tests.world import World, build


@pytest.fixture
def whistle(world: World) -> Whistle:
    build(world, 200, 500, name="1号楼", address="人民路1号")
    build(world, 1500, 500, name="2号楼", address="新城路9号")
    return set_up(world)
