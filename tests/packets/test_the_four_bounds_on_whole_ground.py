"""The bounds of every community of the demo county, and of road blocks of a real district."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from fixtures.town import Town, make_town
from gis_core.crs import GEOGRAPHIC, reproject, working_srid
from gis_core.shapes import Shapes, shape_array
from grids.packets.bounds.following import bounds_of
from grids.packets.bounds.model import FourBounds, Guides, Neighbours
from tests.real_data import real_file

Named = dict[str, Any]
"""Areas by name."""


def described(areas: Named, guides: Guides) -> dict[str, FourBounds]:
    found = {}
    for name, area in areas.items():
        others = {other: shape for other, shape in areas.items() if other != name}
        around = Neighbours(list(others), shape_array(others.values()))
        found[name] = bounds_of(area, guides, around)
    return found


def metres_between(bounds: FourBounds, other: str) -> float:
    return sum(
        share * side.metres for side in bounds.sides for name, share in side.beyond if name == other
    )


def assert_told_alike(found: dict[str, FourBounds]) -> None:
    """What one unit says of a neighbour the neighbour says of it."""
    for name, bounds in found.items():
        for other, others in found.items():
            here, there = metres_between(bounds, other), metres_between(others, name)
            assert here == pytest.approx(there, rel=0.05, abs=45), (name, other)


def bare_share(bounds: Iterable[FourBounds]) -> float:
    """The share of all borders with a neighbour beyond for which nothing is named."""
    stretches = [one for bound in bounds for side in bound.sides for one in side.stretches]
    inner = [one for one in stretches if any(one.beyond)]
    bare = sum(one.metres for one in inner if not one.along)
    return bare / sum(one.metres for one in inner)


@pytest.fixture(scope="module")
def demo() -> Town:
    return make_town()


def test_the_communities_of_the_demo_county(demo: Town) -> None:
    guides = _guides(
        zip(demo.barriers.barrier_class, demo.barriers.name, demo.barriers.geometry, strict=True)
    )
    areas = dict(zip(demo.communities.name.tolist(), demo.communities.geometry, strict=True))
    found = described(areas, guides)
    assert_told_alike(found)
    assert bare_share(found.values()) < 0.05
    known = {*map(str, demo.barriers.name), *areas}
    for name, bounds in found.items():
        assert [side.side.value for side in bounds.sides] == ["东", "南", "西", "北"]
        assert sum(side.metres for side in bounds.sides) == pytest.approx(_outer(areas[name]))
        assert {one.along for side in bounds.sides for one in side.stretches if one.along} <= known
        assert bounds.text.count("；") == 3


@pytest.mark.real_data
def test_road_blocks_of_a_real_island() -> None:
    names, roads = _roads("Xiamen_Gulangyu")
    areas = _blocks(roads, 6)
    guides = _guides(("local", name, road) for name, road in zip(names, roads, strict=True))
    found = described(areas, guides)
    assert_told_alike(found)
    assert bare_share(found.values()) < 0.02
    told = "".join(bounds.text for bounds in found.values())
    assert sum(name in told for name in {*names} if name) >= 10


def _guides(found: Iterable[tuple[Any, Any, Any]]) -> Guides:
    parts = [
        (str(kind), str(name), part)
        for kind, name, shape in found
        for part in shapely.get_parts(shape)
    ]
    kinds, names = ([part[place] for part in parts] for place in (0, 1))
    return Guides(kinds, names, shape_array(part[2] for part in parts))


def _outer(area: Any) -> float:
    return float(_largest(area).exterior.length)


def _largest(area: Any) -> Any:
    return max(shapely.get_parts(area), key=lambda part: part.area)


def _roads(district: str) -> tuple[list[str], Shapes]:
    """Names ("" for none) and lines in metres."""
    path = real_file("cn_osm_districts", "cn_osm_districts.gpkg.zip")
    _, _, geometry, (names,) = pyogrio.raw.read(
        path, layer="road_edges", columns=["name"], where=f"district='{district}'"
    )
    lines = shapely.from_wkb(geometry)
    srid = working_srid(float(shapely.bounds(lines)[:, 0].mean()))
    return [name or "" for name in names], reproject(lines, GEOGRAPHIC, srid)


def _blocks(roads: Shapes, count: int) -> Named:
    """The faces between the roads in groups around so many seeds, of each its largest piece."""
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(roads))))
    middles = shapely.get_coordinates(shapely.point_on_surface(faces))
    seeds = np.random.default_rng(5).choice(middles, count, replace=False)
    nearest = np.argmin(np.hypot(*(middles[:, None] - seeds[None]).transpose(2, 0, 1)), axis=1)
    return {
        f"第{number + 1}片": _largest(shapely.coverage_union_all(faces[nearest == number]))
        for number in range(count)
    }
