"""Every figure of the papers is the database's, asked another way than the papers ask."""

import datetime

import pytest
from django.db.models import F, Sum
from django.utils import translation

from communities.basemap.models import Cell, CellBuilding, Venue
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Role
from grids.checklist.lines import Outcome
from grids.division.models import GridCell
from grids.packets.contents.model import Contents, UnitFigures
from grids.packets.contents.queries import contents_of
from grids.packets.contents.stamps import stamps_of
from grids.proposals.models import Operation, Proposal, ProposalCell, ProposalUnit
from grids.review.commenting import add_comment
from tests.drafts.town import EAST, G1, G3, WEST, at
from tests.packets.town import MOVED, fresh, put_on_record, redraw
from tests.review.cast import Cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 10)
COUNTED = ("dwellings", "households_registered", "households_resident", "population", "area_m2")


def side(contents: Contents, name: str, *, after: bool = True) -> UnitFigures:
    found = [row.after if after else row.before for row in contents.units]
    [figures] = [one for one in found if one is not None and one.name == name]
    return figures


def told(figures: UnitFigures) -> list[float]:
    return [
        figures.dwellings,
        figures.registered,
        figures.households,
        figures.population,
        round(figures.area, 3),
        figures.buildings,
    ]


def summed(cells: list[int]) -> list[float]:
    rows = Cell.objects.filter(pk__in=cells)
    sums = rows.aggregate(**{name: Sum(name) for name in COUNTED})
    sums["area_m2"] = round(sums["area_m2"], 3)
    return [*sums.values(), CellBuilding.objects.filter(cell__in=cells).count()]


def test_every_unit_has_the_figures_of_its_cells(case: Proposal) -> None:
    contents = contents_of(case, DAY)
    own = ProposalCell.objects.filter(proposal=case)
    for unit in ProposalUnit.objects.filter(proposal=case, retired=False):
        member = own.filter(unit=unit) if unit.level == "grid" else own.filter(unit__parent=unit)
        cells = list(member.values_list("cell", flat=True))
        assert told(side(contents, unit.name)) == summed(cells)


def test_every_unit_of_the_edition_has_the_figures_of_its_cells(cast: Cast, case: Proposal) -> None:
    contents = contents_of(case, DAY)
    for grid in cast.world.grids:
        cells = list(GridCell.objects.filter(grid=grid).values_list("cell", flat=True))
        assert told(side(contents, grid.name, after=False)) == summed(cells)
    changfu = Cell.objects.filter(community=cast.world.changfu).values_list("pk", flat=True)
    assert told(side(contents, "长富路社区", after=False)) == summed(list(changfu))


def test_totals_are_the_sums_over_the_units(case: Proposal) -> None:
    total = contents_of(case, DAY).total(Level.COMMUNITY)
    assert (total.before.units, total.before.households) == (2, 2000)
    assert (total.after.least, total.after.most, total.after.mean) == (900, 1100, 1000.0)
    assert (total.before.in_bounds, total.after.in_bounds) == (2, 1)
    assert total.after.area == pytest.approx(sum(Cell.objects.values_list("area_m2", flat=True)))


def test_a_county_without_venues_has_its_papers(case: Proposal) -> None:
    Venue.objects.all().delete()
    changfu = side(contents_of(case, DAY), "长富路社区")
    assert (changfu.venues, changfu.venue_area) == (0, 0)


def test_venues_and_their_room_are_counted_where_they_stand(case: Proposal) -> None:
    contents = contents_of(case, DAY)
    changfu, xincheng = side(contents, "长富路社区"), side(contents, "新城社区")
    assert (changfu.venues, changfu.venue_area) == (1, 600)
    assert changfu.venue_per_100 == pytest.approx(600 / 11)
    assert (xincheng.venues, xincheng.venue_area, xincheng.venue_per_100) == (1, None, None)


def test_what_moved_is_told_with_its_buildings_and_why(case: Proposal) -> None:
    contents = contents_of(case, DAY)
    [community, grid] = contents.transfers
    assert (community.before, community.after) == ("新城社区", "长富路社区")
    assert (grid.before, grid.after) == ("新城社区·新城第一网格", "长富路社区·第一网格")
    assert (grid.cells, grid.households, grid.population) == (10, 100, 300)
    assert grid.reasons == (Operation.objects.get(proposal=case).label,)


def test_every_building_that_moves_is_listed_and_no_other(cast: Cast, case: Proposal) -> None:
    assert contents_of(case, DAY).moved == ()
    [moved] = contents_of(redraw(cast, case, [at(5, 1)], G3), DAY).moved
    assert (moved.compound, moved.name, moved.number) == (
        "阳光花园",
        "3号楼",
        "长富路 12 号",
    )
    assert (moved.community_before, moved.community_after) == ("长富路社区", "新城社区")
    assert (moved.buildings, moved.households, moved.population) == (1, 10, 30)


def test_units_say_what_changes_about_them(case: Proposal) -> None:
    contents = contents_of(case, DAY)
    changes = {row.name: row.changes for row in contents.units}
    assert changes["长富路社区"] == changes["新城第一网格"] == ("调整范围",)
    assert changes["第二网格"] == ()


def test_the_record_is_told_whole(cast: Cast, case: Proposal) -> None:
    put_on_record(cast, case)
    contents = contents_of(fresh(case), DAY)
    [settled, waiting] = contents.threads
    assert (settled.about, settled.open, len(settled.said)) == ("长富路社区", False, 2)
    assert (waiting.about, waiting.open) == ("方案整体", True)
    [notice] = contents.notices
    assert (notice.received, notice.adopted, notice.not_adopted, notice.owed) == (2, 1, 1, 0)
    assert [one.outcome for one in notice.objections] == ["采纳", "不采纳"]
    assert contents.papers[0].number == "城办〔2026〕3号"
    assert contents.conditions[0].text == "三个月内完成移交。"


def test_a_waiver_stands_beside_its_line_and_is_told_when_it_holds_no_more(
    cast: Cast, case: Proposal
) -> None:
    put_on_record(cast, case)
    contents = contents_of(fresh(case), DAY)
    [waiver] = contents.waivers
    assert (waiver.label, waiver.holds) == ("网格规模", True)
    [line] = [line for line in contents.lines if line.key == "grid_households"]
    assert [fault.waiver.reason for fault in line.faults if fault.waiver] == ["在建。"]
    [waiver] = contents_of(redraw(cast, case, MOVED, G3), DAY).waivers
    assert not waiver.holds


def test_what_no_register_tells_is_not_told_as_there(case: Proposal) -> None:
    contents = contents_of(case, DAY)
    officers = next(one for one in contents.staffing if one.label == "专职网格员")
    line = next(line for line in contents.lines if line.key == "officers")
    assert officers.counted == (line.outcome != Outcome.NO_DATA)


def test_the_papers_are_in_chinese_whoever_asks(case: Proposal) -> None:
    with translation.override("en"):
        contents = contents_of(case, DAY)
    assert contents.head.kind_label == "社区调整"
    assert contents.lines[0].label == "全覆盖"


def test_what_is_said_changes_one_hash_and_what_is_drawn_the_other(
    cast: Cast, case: Proposal
) -> None:
    first = stamps_of(case)
    add_comment(proposal=case, person=cast[Role.REVIEWER], text="请补充。")
    second = stamps_of(case)
    assert (second.content, second.record == first.record) == (first.content, False)
    third = stamps_of(redraw(cast, case, [at(0, 9)], G3))
    assert third.content != second.content


def test_objections_and_their_answers_change_the_hash_of_the_record(
    cast: Cast, case: Proposal
) -> None:
    notice = put_on_record(cast, case)
    before = stamps_of(case).record
    notice.objections.update(version=F("version") + 1)
    assert stamps_of(case).record != before


def test_numbers_of_units_are_those_of_the_draft(case: Proposal) -> None:
    numbers = {row.name: row.after.number for row in contents_of(case, DAY).units if row.after}
    assert (numbers["长富路社区"], numbers["新城社区"], numbers["第一网格"]) == (WEST, EAST, G1)
