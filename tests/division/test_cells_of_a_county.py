import numpy as np
import pytest
import shapely

from communities.basemap.models import Cell, CellBorder, CellSet, FaceResult
from communities.territory.models import Boundary, Edition
from communities.territory.services import prepare_edition
from gis_core.jobs.models import Job
from gis_core.shapes import read_shapes, shape_of
from grids.division.models import GridCell, UnitFigures
from tests.division.town import build_cells, furnish
from tests.world import World, box, build, draw, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> World:
    world = make_world()
    furnish(world)
    return world


def prepare_anew(world: World) -> Edition:
    """The same boundaries once more, in an edition in preparation."""
    following = prepare_edition(county=world.county)
    for boundary in Boundary.objects.of_edition(world.edition):
        boundary.editions = (1, following.number)
        boundary.save()
        draw(following, boundary.place, boundary.parent, boundary.geom)
    return following


def test_the_cells_of_a_community_tile_it_exactly_as_stored(town: World) -> None:
    following = prepare_anew(town)
    assert build_cells(town).status == Job.Status.SUCCEEDED
    for community in (town.changfu, town.xincheng):
        shapes = read_shapes(Cell.objects.filter(community=community))
        outline = shape_of(Boundary.objects.of_edition(following).get(place=community))
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
        assert shapely.coverage_union_all(shapes).equals(outline)


def test_a_straight_line_drawn_in_degrees_is_kept_to_the_centimetre(town: World) -> None:
    build_cells(town)
    shapes = read_shapes(Cell.objects.filter(community=town.changfu))
    outline = shape_of(Boundary.objects.get(place=town.changfu))
    union = shapely.coverage_union_all(shapes)
    metres = shapely.hausdorff_distance(union, outline, densify=0.05) * 111_000
    assert metres < 0.03


def test_every_building_lies_whole_in_one_cell_and_every_household_is_counted(town: World) -> None:
    build_cells(town)
    cells = Cell.objects.prefetch_related("buildings")
    for cell in cells:
        assert sum(one.households_resident or 0 for one in cell.buildings.all()) == (
            cell.households_resident
        )
    assert sum(cell.households_resident for cell in cells) == 96 * 12


def test_borders_know_the_road_they_run_along(town: World) -> None:
    build_cells(town)
    along = CellBorder.objects.filter(barrier_class="arterial")
    assert sum(along.values_list("length_m", flat=True)) == pytest.approx(2000, abs=25)


def test_grids_are_unions_of_cells_and_their_figures_are_stored(town: World) -> None:
    build_cells(town)
    assert GridCell.objects.count() == Cell.objects.count()
    figures = {row.boundary.place_id: row for row in UnitFigures.objects.all()}
    west, east = figures[town.changfu.pk], figures[town.xincheng.pk]
    assert west.households + east.households == 96 * 12
    assert west.deviation == west.households - 1000
    assert figures[town.grids[0].pk].households + figures[town.grids[1].pk].households == (
        west.households
    )
    assert west.area_m2 == pytest.approx(1_000_000, rel=1e-3)
    assert west.mean_floors == 6
    assert west.rule_set == town.rule_set


def test_an_outline_in_preparation_goes_round_a_building_it_cut() -> None:
    world = make_world()
    furnish(world)
    following = prepare_anew(world)
    astride = build(world, 990, 300)
    build_cells(world)
    outlines = [
        shape_of(Boundary.objects.of_edition(following).get(place=place))
        for place in (world.changfu, world.xincheng)
    ]
    footprint = shape_of(astride)
    inside = [outline.intersection(footprint).area / footprint.area for outline in outlines]
    assert sorted(inside) == pytest.approx([0, 1], abs=1e-3)
    assert shapely.coverage_is_valid(np.array(outlines, dtype=object))
    assert CellSet.objects.get().findings["counts"]["astride_boundary"] == 1


def test_a_published_outline_stays_and_the_building_across_it_is_reported(town: World) -> None:
    build(town, 990, 300)
    before = Boundary.objects.get(place=town.changfu).geom
    assert build_cells(town).status == Job.Status.SUCCEEDED
    assert Boundary.objects.get(place=town.changfu).geom == before
    assert CellSet.objects.get().findings["counts"]["astride_boundary"] == 1


def test_a_second_build_redoes_only_the_faces_that_changed(town: World) -> None:
    build_cells(town)
    kept = set(FaceResult.objects.values_list("key", flat=True))
    build(town, 150, 150)
    build_cells(town)
    again = set(FaceResult.objects.values_list("key", flat=True))
    assert len(kept - again) == 1
    assert CellSet.objects.count() == 2


def test_a_county_without_communities_is_told_how_to_bring_them_in() -> None:
    world = make_world("629940")
    Edition.objects.create(county=world.county, number=2)
    Boundary.objects.of_edition(world.edition).update(editions=(1, 2))
    job = build_cells(world)
    assert job.status == Job.Status.FAILED
    assert "import_layer communities" in job.error_text
    assert not CellSet.objects.exists()


def test_overlapping_communities_are_refused_in_plain_words() -> None:
    world = make_world("629941")
    furnish(world)
    following = prepare_edition(county=world.county)
    Boundary.objects.of_edition(world.edition).update(editions=(1, 2))
    draw(following, world.county, None, box(0, 0, 2000, 1000))
    draw(following, world.subdistrict, world.county, box(0, 0, 2000, 1000))
    draw(following, world.changfu, world.subdistrict, box(0, 0, 1200, 1000))
    draw(following, world.xincheng, world.subdistrict, box(1000, 0, 2000, 1000))
    job = build_cells(world)
    counts = CellSet.objects.get().findings["counts"]
    assert job.status == Job.Status.SUCCEEDED
    assert counts["area_overlap"] >= 1
