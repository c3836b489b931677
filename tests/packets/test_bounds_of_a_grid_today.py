import pytest

from communities.territory.models import Boundary
from grids.packets.bounds.present import bounds_of_grid
from tests.pages.furnishing import furnish
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_grid_is_told_by_what_it_follows_and_whom_it_borders_on(world: World) -> None:
    furnish(world)
    boundary = Boundary.objects.in_force().get(place=world.grids[1])
    text = bounds_of_grid(boundary, world.edition).text
    east, south, west, north = text.removesuffix("。").split("；")
    assert "新城社区" in east  # another community goes by its own name
    assert "第一网格" in west
    assert south == "南至县界"
    assert north == "北至县界"
