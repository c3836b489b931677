"""What the demo county promises to everyone who builds on it."""

import numpy as np
import shapely

from fixtures.town import Town


def test_it_has_53_grids_and_11_venues(demo: Town) -> None:
    assert len(demo.grids.code) == 53
    assert len(demo.venues.name) == 11


def test_it_has_the_size_of_a_county_seat(demo: Town) -> None:
    assert 2_500 <= len(demo.buildings.floors) <= 3_500
    assert 16 <= len(demo.communities.code) <= 18
    assert 20_000 <= demo.communities.households.sum() <= 22_000


def test_the_three_named_communities_are_under_a_thousand_households(demo: Town) -> None:
    households = dict(zip(demo.communities.name, demo.communities.households, strict=True))
    for name in ("长富路社区", "新城社区", "长庆社区"):
        assert 0 < households[name] < 1_000


def test_communities_and_grids_are_uneven(demo: Town) -> None:
    communities, grids = demo.communities.households, demo.grids.households
    assert (communities < 1_000).sum() >= 4
    assert (communities > 1_500).sum() >= 3
    assert (grids < 300).sum() >= 3
    assert (grids > 500).sum() >= 3
    assert grids.min() > 0


def test_codes_lengthen_by_three_digits_a_level(demo: Town) -> None:
    assert demo.county.code.tolist() == ["629921"]
    assert demo.subdistricts.code.tolist() == ["629921001"]
    above = demo.communities.code[demo.grids.parent]
    assert all(
        grid.startswith(community) for grid, community in zip(demo.grids.code, above, strict=True)
    )
    assert {len(code) for code in demo.grids.code} == {15}
    assert len(set(demo.grids.code)) == 53


def test_grids_are_numbered_from_west_to_east(demo: Town) -> None:
    x = shapely.get_x(shapely.centroid(demo.grids.geometry))
    for community in range(len(demo.communities.code)):
        own = x[demo.grids.parent == community]
        assert (np.diff(own) > -300).all()
        assert demo.grids.name[demo.grids.parent == community][0].endswith("社区第一网格")


def test_every_place_and_road_has_a_chinese_and_an_english_name(demo: Town) -> None:
    for layer in (demo.communities, demo.grids, demo.venues, demo.barriers, demo.compounds):
        assert all(layer.name)
        assert all(name.isascii() and name for name in layer.name_en)
    assert len(set(demo.communities.name)) == len(demo.communities.name)
    assert "长富路" in demo.barriers.name


def test_a_venue_stands_in_its_community(demo: Town) -> None:
    homes = demo.communities.geometry[demo.venues.community]
    assert shapely.contains(homes, demo.venues.geometry).all()
