"""What lies at the edge of a tile is drawn by both its neighbours, each up to its buffer."""

from communities.basemap.models import Building
from layers.tiles.sql import BUFFER, EXTENT
from tests.tiles.asking import browser, features, on_tile, tile_around
from tests.world import World

TILE = tile_around(500, 500, 16)


def stand(world: World, *corners: float) -> Building:
    return Building.objects.create(county=world.county, geom=on_tile(TILE, *corners))


def shown(world: World) -> list[int]:
    return [feature.id for feature in features(browser(world.member), "buildings", TILE)]


def test_what_lies_in_the_buffer_alone_is_in_the_tile(world: World) -> None:
    beside = stand(world, EXTENT + 20, 1000, EXTENT + 50, 1100)
    assert shown(world) == [beside.pk]


def test_what_lies_beyond_the_buffer_is_not(world: World) -> None:
    stand(world, EXTENT + BUFFER + 10, 1000, EXTENT + BUFFER + 60, 1100)
    assert shown(world) == []


def test_what_runs_on_is_cut_at_the_buffer(world: World) -> None:
    stand(world, 3000, 1000, 9000, 1500)
    (building,) = features(browser(world.member), "buildings", TILE)
    columns = sorted({x for x, _ in building.points})
    assert columns[0] in range(2998, 3003)
    assert columns[-1] == EXTENT + BUFFER


def test_a_building_on_the_edge_is_in_both_tiles(world: World) -> None:
    astride = stand(world, -40, 1000, 40, 1100)
    zoom, x, y = TILE
    west = features(browser(world.member), "buildings", (zoom, x - 1, y))
    assert [astride.pk] == [feature.id for feature in west] == shown(world)
