import pytest
from django.contrib.gis.geos import LineString, MultiLineString

from communities.basemap.models import (
    Barrier,
    BarrierClass,
    Building,
    Cell,
    CellSet,
    Compound,
    CountSource,
    Ground,
    GroundKind,
)
from gis_core.crs import GEOGRAPHIC
from tests.tiles.asking import browser, features, tile_around
from tests.world import World, box, build, lonlat, make_world

HERE = (110.0, 106.0)


def road(world: World, barrier_class: BarrierClass, name: str = "") -> Barrier:
    line = LineString(lonlat(0, 106), lonlat(1000, 106))
    geom = MultiLineString(line, srid=GEOGRAPHIC)
    values = {"county": world.county, "barrier_class": barrier_class, "name": name}
    return Barrier.objects.create(geom=geom, **values)


def cell(world: World, cell_set: CellSet, **values: object) -> Cell:
    return Cell.objects.create(
        **{
            "county": world.county,
            "cell_set": cell_set,
            "community": world.changfu,
            "number": 1,
            "geom": box(100, 100, 140, 140)[0],
            **dict.fromkeys(("area_m2", "perimeter_m", "outer_m", "east_m", "north_m"), 1.0),
            **values,
        }
    )


def cell_set(world: World) -> CellSet:
    return CellSet.objects.create(county=world.county, edition=world.edition, map_revision=1)


def test_a_building_carries_its_id_use_and_floors_and_nothing_else(world: World) -> None:
    building = build(world, 100, 100, name="明德楼", source_ref="b-1")
    (shown,) = features(browser(world.member), "buildings", tile_around(*HERE, 16))
    assert shown.id == building.pk
    assert shown.attributes == {"u": "residential", "f": 6}


@pytest.mark.parametrize(
    ("source", "mark"),
    [
        (CountSource.ESTIMATE, {"e": 1}),
        (CountSource.SMALL_AREA, {"e": 1}),
        (CountSource.BUILDING, {}),
        (CountSource.NONE, {}),
    ],
)
def test_estimated_counts_are_marked(
    world: World, source: CountSource, mark: dict[str, int]
) -> None:
    build(world, 100, 100, count_source=source, floors=None)
    (shown,) = features(browser(world.member), "buildings", tile_around(*HERE, 14))
    assert shown.attributes == {"u": "residential"} | mark


def test_another_countys_building_on_the_same_spot_is_not_shown(world: World) -> None:
    mine, theirs = build(world, 100, 100), build(make_world("629932"), 100, 100)
    shown = features(browser(world.member), "buildings", tile_around(*HERE, 16))
    assert [feature.id for feature in shown] == [mine.pk]
    assert Building.objects.filter(pk=theirs.pk).exists()


def test_roads_carry_their_class_and_names_from_zoom_15(world: World) -> None:
    road(world, BarrierClass.ARTERIAL, "长富路")
    at_14, at_15 = (
        features(browser(world.member), "barriers", tile_around(*HERE, zoom)) for zoom in (14, 15)
    )
    assert at_14[0].attributes == {"c": "arterial"}
    assert at_15[0].attributes == {"c": "arterial", "n": "长富路"}


def test_a_road_without_a_name_has_no_name(world: World) -> None:
    road(world, BarrierClass.LOCAL)
    (shown,) = features(browser(world.member), "barriers", tile_around(*HERE, 16))
    assert shown.attributes == {"c": "local"}


@pytest.mark.parametrize(
    ("zoom", "classes"),
    [
        (9, set()),
        (11, {"expressway", "railway", "river", "arterial"}),
        (13, {"expressway", "railway", "river", "arterial", "canal", "collector"}),
        (14, set(BarrierClass.values) - {"wall"}),
        (15, set(BarrierClass.values)),
    ],
)
def test_roads_thin_out_as_the_map_shrinks(world: World, zoom: int, classes: set[str]) -> None:
    for barrier_class in BarrierClass:
        road(world, barrier_class)
    shown = features(browser(world.member), "barriers", tile_around(*HERE, zoom))
    assert {feature.attributes["c"] for feature in shown} == classes


def test_ground_is_named_from_zoom_14_and_small_pieces_are_left_out(world: World) -> None:
    park, lawn = (
        Ground.objects.create(
            county=world.county, kind=GroundKind.GREEN, name=name, geom=box(x, 0, x + side, side)
        )
        for name, x, side in (("人民公园", 0, 900), ("草坪", 950, 5))
    )
    at_13, at_17 = (
        {f.id: f.attributes for f in features(browser(world.member), "ground", tile)}
        for tile in (tile_around(952, 2, 13), tile_around(952, 2, 17))
    )
    assert at_13 == {park.pk: {"k": "green"}}
    assert at_17[lawn.pk] == {"k": "green", "n": "草坪"}


def test_compounds_are_named_from_zoom_15(world: World) -> None:
    Compound.objects.create(county=world.county, name="明德小区", geom=box(50, 50, 300, 300))
    at_14, at_15 = (
        features(browser(world.member), "compounds", tile_around(*HERE, zoom)) for zoom in (14, 15)
    )
    assert [at_14[0].attributes, at_15[0].attributes] == [{}, {"n": "明德小区"}]


def test_only_the_newest_cells_are_shown(world: World) -> None:
    old, new = cell(world, cell_set(world)), cell(world, cell_set(world))
    (shown,) = features(browser(world.member), "cells", tile_around(*HERE, 16))
    assert (shown.id, shown.attributes) == (new.pk, {})
    assert old.pk != new.pk


@pytest.mark.parametrize(("layer", "zoom"), [("buildings", 13), ("compounds", 13), ("cells", 14)])
def test_below_its_first_zoom_a_layer_is_empty(world: World, layer: str, zoom: int) -> None:
    build(world, 100, 100)
    cell(world, cell_set(world))
    Compound.objects.create(county=world.county, name="明德小区", geom=box(50, 50, 300, 300))
    assert features(browser(world.member), layer, tile_around(*HERE, zoom)) == []
    assert len(features(browser(world.member), layer, tile_around(*HERE, zoom + 1))) == 1
