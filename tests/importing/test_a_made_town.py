"""The town the fixtures write is a file like any other: every layer comes in whole."""

from pathlib import Path

import pytest

from communities.basemap.models import Barrier, Building, CountSource, Ground, Venue
from communities.territory.models import Boundary
from fixtures.town import make_town, write_geopackage
from gis_core.accounts.models import Level
from tests.importing.files import commit

LAYERS = (
    "county",
    "subdistricts",
    "communities",
    "grids",
    "compounds",
    "buildings",
    "barriers",
    "ground",
    "venues",
)


@pytest.mark.django_db
def test_every_layer_of_a_made_town_comes_in_whole(tmp_path: Path) -> None:
    town = make_town(buildings=1000, seed=2)
    write_geopackage(town, tmp_path / "town.gpkg")
    for layer in LAYERS:
        report = commit(layer, tmp_path / "town.gpkg", layer_name=layer)
        assert (layer, report.refused, report.committed) == (layer, 0, True)
    assert Building.objects.count() == len(town.buildings.geometry)
    assert sum(one.households_resident or 0 for one in Building.objects.all()) == int(
        town.buildings.households_resident.sum()
    )
    assert set(Building.objects.values_list("count_source", flat=True)) == {CountSource.BUILDING}
    in_compounds = int((town.buildings.compound >= 0).sum())
    assert Building.objects.filter(compound__isnull=False).count() >= in_compounds
    assert Boundary.objects.filter(level=Level.GRID).count() == len(town.grids.code)
    assert Barrier.objects.exists()
    assert Ground.objects.exists()
    assert Venue.objects.count() == len(town.venues.name)
