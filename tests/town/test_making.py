"""The same arguments make the same town; other arguments make another."""

from dataclasses import fields

import numpy as np
import pytest
import shapely

from fixtures.town import Town, make_town


def fingerprint(town: Town) -> dict[str, object]:
    found: dict[str, object] = {}
    for layer in fields(town):
        value = getattr(town, layer.name)
        for column in fields(value) if layer.name != "seed" else ():
            array = getattr(value, column.name)
            array = shapely.to_wkb(array) if column.name == "geometry" else array
            found[f"{layer.name}.{column.name}"] = array.tolist()
    return found


def test_the_same_seed_gives_identical_arrays(demo: Town) -> None:
    assert fingerprint(make_town()) == fingerprint(demo)


def test_another_seed_gives_another_town() -> None:
    one, two = make_town(800, seed=1), make_town(800, seed=2)
    assert not np.array_equal(one.buildings.floors, two.buildings.floors)


@pytest.mark.parametrize("wanted", [2_000, 10_000])
def test_a_town_has_about_the_buildings_asked_for(wanted: int) -> None:
    made = len(make_town(wanted, seed=3).buildings.floors)
    assert 0.75 * wanted < made < 1.25 * wanted


@pytest.mark.parametrize("seed", range(4, 10))
def test_any_seed_makes_a_town_with_people_in_every_grid(seed: int) -> None:
    town = make_town(1_500, seed=seed)
    assert town.grids.households.min() > 0
    assert shapely.coverage_is_valid(town.grids.geometry)


def test_a_town_has_as_many_communities_and_grids_as_are_wanted() -> None:
    town = make_town(1_500, seed=2, grids=11, communities=4)
    assert (len(town.communities.code), len(town.grids.code)) == (4, 11)
