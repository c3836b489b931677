"""What the browser is given of a draft's cells is what the server has, to the last digit."""

from typing import Any

import numpy as np
import pytest
import shapely

from communities.basemap.models import Cell, Compound, Venue
from gis_core.crs import GEOGRAPHIC, WEB_MERCATOR, reproject
from gis_core.shapes import read_shapes
from grids.proposals.drafting.cutting import ground_with
from grids.proposals.drafting.ground import Cuts
from grids.proposals.drafts.grounds import ground_of
from grids.proposals.models import Proposal
from layers.api.ground_names import read_names
from layers.api.ground_packets import ground_packet, shapes_packet
from layers.api.packets import Column, pack
from tests.api.asking import get
from tests.drafts.town import at, begin
from tests.drafts.unpacking import unpack, unzip
from tests.world import World, box, point


def address(draft: Proposal, what: str) -> str:
    return f"/api/drafts/{draft.pk}/{what}"


def fetch(world: World, draft: Proposal, what: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return unpack(unzip(get(world.planner, address(draft, what), **{"accept-encoding": "gzip"})))


@pytest.mark.parametrize(
    "values",
    [
        [], [0], [-1, 255], [0, 65535], [-200, 40000], [2**31, 0], [2**40, 1], [0.25, 1 / 3],
        [1e300], [1234567.89, 0.01], [-0.07, 41999999.99],
    ],
)  # fmt: skip
@pytest.mark.parametrize("scale", [1, 100])
@pytest.mark.parametrize("differences", [False, True])
def test_numbers_arrive_as_they_were(values: list[float], scale: int, differences: bool) -> None:
    header, arrays = unpack(pack({"是": 1}, {"v": Column(np.array(values), scale, differences)}))
    assert header == {"是": 1}
    assert arrays["v"].tolist() == values


def test_small_numbers_travel_small() -> None:
    columns = {"step": Column(np.arange(1000), differences=True), "code": Column(np.full(1000, -1))}
    assert len(pack({}, columns)) < 2300


def test_what_is_no_number_is_not_packed() -> None:
    with pytest.raises(ValueError, match="numbers"):
        pack({}, {"v": Column(np.array([1.0, np.nan]))})


def test_every_figure_of_a_cell_is_told(town: World) -> None:
    compound = Compound.objects.create(
        county=town.county, name="明德小区", geom=box(0, 0, 300, 300)
    )
    Cell.objects.filter(number__in=[1, 2]).update(
        compound=compound, estimated_households=4, area_m2=9999.99
    )
    draft = begin(town)
    header, told = fetch(town, draft, "ground")
    table = ground_of(draft).table
    assert header["rows"] == 200
    for name in ("households", "estimated", "dwellings", "population", "area", "perimeter",
                 "compound", "community", "length", "barrier"):  # fmt: skip
        assert told[name].tolist() == getattr(table, name).tolist()
    assert np.column_stack([told["a"], told["b"]]).tolist() == table.edges.tolist()
    assert told["number"].tolist() == list(range(1, 201))
    assert header["compounds"] == [{"id": compound.pk, "name": "明德小区"}]
    assert header["barriers"] == ["arterial"]
    codes = {one["code"]: one["name"] for one in header["communities"]}
    assert codes == {"629931001001": "长富路社区", "629931001002": "新城社区"}
    assert header["judging"]["grid"]["min_households"] == 300
    assert header["judging"]["community"]["max_households"] == 3000


def test_inner_points_lie_in_the_cells_as_drawn(town: World) -> None:
    draft = begin(town)
    _, told = fetch(town, draft, "ground")
    cells = Cell.objects.order_by("number")
    drawn = reproject(read_shapes(cells), GEOGRAPHIC, WEB_MERCATOR)
    assert shapely.contains_xy(drawn, told["x"], told["y"]).all()


def test_venues_in_reach_are_told_with_metres(town: World) -> None:
    """Without roads metres are straight: 450 m and 550 m from the middle of the cells around."""
    Venue.objects.create(county=town.county, name="长富路党群服务中心", geom=point(50, 50))
    header, told = fetch(town, begin(town), "ground")
    assert header["on_foot"] is False
    assert header["farthest"] == 1000
    assert header["venues"][0]["name"] == "长富路党群服务中心"
    assert told["venue_row"].tolist() == [at(0, 0)]
    start = told["reach_start"].astype(int)
    reached = np.repeat(np.arange(200), np.diff(start))
    metres = dict(zip(reached.tolist(), told["reach_metres"].tolist(), strict=True))
    assert metres[at(3, 4)] == pytest.approx(500, abs=0.02)
    assert at(10, 0) in metres
    assert at(10, 1) not in metres


def test_outlines_are_those_of_the_cells_to_the_centimetre(town: World) -> None:
    header, told = fetch(town, begin(town), "shapes")
    east, north = header["origin"]
    corners = np.column_stack([told["x"] + east, told["y"] + north]).reshape(200, 4, 2)
    assert told["rings"].tolist() == [1] * 200
    drawn = reproject(read_shapes(Cell.objects.order_by("number")), GEOGRAPHIC, WEB_MERCATOR)
    off = shapely.hausdorff_distance(shapely.polygons(corners), drawn)
    assert off.max() < 0.011
    assert shapely.coverage_is_valid(shapely.polygons(corners))


def test_a_hole_follows_the_ring_around_it(town: World) -> None:
    outer, hole = box(0, 0, 100, 100), box(40, 40, 60, 60)
    Cell.objects.filter(number=1).update(geom=outer[0].difference(hole[0]))
    _, told = fetch(town, begin(town), "shapes")
    assert told["rings"].tolist()[:2] == [2, 1]
    first, second = (told["x"][:4], told["x"][4:8])
    assert np.ptp(first) > 4 * np.ptp(second)


def test_a_piece_is_a_row_and_one_taken_back_is_a_row_without_a_shape(town: World) -> None:
    whole = ground_of(begin(town))
    halves = [box(0, 0, 50, 100)[0], box(50, 0, 100, 100)[0]]
    west, east = (bytes(half.wkb).hex() for half in halves)
    ground = ground_with(whole, Cuts({0: west, 200: east, 201: None}, (0, 1)))
    _, told = unpack(ground_packet(ground, read_names(ground)))
    _, drawn = unpack(shapes_packet(ground))
    assert told["piece"].tolist()[-3:] == [0, 1, 2]
    assert told["number"].tolist()[-2:] == [1, 2]
    assert told["area"].sum() == pytest.approx(whole.table.area.sum())
    assert told["area"].tolist()[-1] == 0
    assert [told["x"][201], told["y"][201]] == [told["x"][1], told["y"][1]]
    assert told["x"][0] < told["x"][200] < told["x"][1]
    assert drawn["rings"].tolist()[-2:] == [1, 0]
    assert len(drawn["rings"]) == 202


def test_what_the_browser_has_is_not_sent_again(town: World) -> None:
    draft = begin(town)
    for what in ("ground", "shapes"):
        answer = get(town.planner, address(draft, what), **{"accept-encoding": "gzip"})
        assert answer["Cache-Control"] == "private, no-cache"
        etag = answer["ETag"]
        assert not etag.startswith("W/")
        again = get(
            town.planner, address(draft, what),
            **{"accept-encoding": "gzip", "if-none-match": etag},
        )  # fmt: skip
        assert (again.status_code, again.content) == (304, b"")
        plain = get(town.planner, address(draft, what))
        assert plain["ETag"] != etag
        assert plain.content == unzip(answer)


def test_drafts_of_one_place_share_their_ground_and_of_another_do_not(town: World) -> None:
    one, other, wider = begin(town), begin(town, "consolidation"), begin(town, place=town.county)
    tags = [get(town.reviewer, address(draft, "ground"))["ETag"] for draft in (one, other, wider)]
    assert tags[0] == tags[1]
    assert ground_of(one) is ground_of(other) is not ground_of(wider)
