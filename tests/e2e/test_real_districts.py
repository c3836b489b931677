"""Real districts from the file to the map; that on the desk: test_a_real_redraw.py."""

import json

import pytest
import shapely
from django.test import Client

from communities.basemap.models import Building, Cell
from communities.territory.models import County
from gis_core.accounts.roles import Role
from gis_core.shapes import read_shapes, shape_of
from grids.proposals.models import Alternative
from tests.e2e.real_district import PINGJIANG, Where, lay_district
from tests.world import appoint, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.real_data]


@pytest.mark.parametrize(("where", "buildings"), [(PINGJIANG, 6160)])
def test_a_real_district_goes_from_its_file_to_grids_on_the_map(
    where: Where, buildings: int
) -> None:
    assert_on_the_map(lay_district(where), buildings)


def assert_on_the_map(county: County, buildings: int) -> None:
    """All of it was read, tiled and divided well, and is shown."""
    assert Building.objects.filter(county=county).count() == buildings
    cells_tile_the_outline_and_cut_no_building(county)
    grids_are_whole_and_in_bounds(county)
    the_map_shows_them(county)


def cells_tile_the_outline_and_cut_no_building(county: County) -> None:
    shapes = read_shapes(Cell.objects.filter(county=county))
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    outline = shape_of(county.boundaries.get())
    assert shapely.coverage_union_all(shapes).equals(outline)
    for cell in Cell.objects.filter(county=county).prefetch_related("buildings")[:400]:
        for building in cell.buildings.all():
            footprint = shape_of(building)
            assert shape_of(cell).intersection(footprint).area > 0.998 * footprint.area


def grids_are_whole_and_in_bounds(county: County) -> None:
    alternative = Alternative.objects.get(suggestion__county=county)
    after = alternative.scorecard["after"]
    assert after["disconnected"] == 0
    assert after["in_bounds"] >= 0.95 * after["units"]
    sums = [unit.figures["households"] for unit in alternative.units.all()]
    assert sum(sums) == sum(
        Cell.objects.filter(county=county).values_list("households_resident", flat=True)
    )


def the_map_shows_them(county: County) -> None:
    browser, planner = Client(), person(f"planner-{county.code}")
    appoint(planner, Role.PLANNER, county)
    browser.force_login(planner)
    about = json.loads(browser.get(f"/api/counties/{county.code}").content)
    assert about["counts"]["estimated_share"] == 1
    suggestion = json.loads(browser.get(f"/api/counties/{county.code}/suggestions").content)[0]
    rank = suggestion["alternatives"][0]["id"]
    units = json.loads(browser.get(f"/api/alternatives/{rank}/units").content)
    assert len(units["features"]) == Alternative.objects.get(pk=rank).units.count()
    assert browser.get(f"/map/{county.code}/").status_code == 200
