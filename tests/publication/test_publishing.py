"""A proposal becomes the next edition: its places, outlines, cells, figures and lineage."""

import pytest
import shapely

from communities.basemap.models import Cell, CellBorder, CellSet
from communities.territory.models import Boundary, Designation, Edition, Place
from communities.territory.queries import boundaries_of, edition_in_force
from gis_core.accounts.models import Level
from gis_core.shapes import read_shapes, shape_of
from grids.division.models import GridCell, UnitFigures
from grids.proposals.drafting.refusals import Refused
from grids.publication.models import Lineage
from grids.publication.refusals import PublicationRefused
from tests.drafts.asking import operate
from tests.drafts.town import EAST, G1, G2, G3, WEST, at, begin, block
from tests.publication.asking import merge_communities, move_a_strip, publish, state_of, told, units
from tests.world import World


def test_the_next_edition_is_in_force_and_the_former_superseded(town: World) -> None:
    publication = publish(move_a_strip(town), town)
    assert edition_in_force(town.county) == publication.edition
    assert list(Edition.objects.order_by("number").values_list("number", "status")) == [
        (1, "superseded"),
        (2, "in_force"),
    ]


def draw_from_cells(world: World) -> None:
    """An edition all of whose outlines are unions of cells, as every one after the first is."""
    draft = begin(world)
    operate(draft, world.planner, kind="rename_unit", unit=G3, name="新城网格")
    publish(draft, world)


def test_only_changed_outlines_are_drawn_anew(town: World) -> None:
    draw_from_cells(town)
    edition = publish(move_a_strip(town), town).edition
    drawn = {row.place_id: row.editions.lower for row in Boundary.objects.of_edition(edition)}
    changed = {key for key, lower in drawn.items() if lower == edition.number}
    assert changed == {town.grids[0].pk, town.grids[1].pk}
    assert len(drawn) == 7


def test_neighbours_meet_node_for_node_though_the_first_edition_was_drawn_otherwise(
    town: World,
) -> None:
    assert not meets_node_for_node(publish(move_a_strip(town), town).former)
    assert meets_node_for_node(Edition.objects.latest("number"))


def meets_node_for_node(edition: Edition) -> bool:
    """Whether the outlines of grids have the nodes of the cells and so share their edges."""
    cells = read_shapes(Cell.objects.filter(cell_set=CellSet.objects.latest("pk")))
    outlines = read_shapes(boundaries_of(edition, Level.GRID))
    nodes = set(map(tuple, shapely.get_coordinates(shapely.coverage_union_all(cells)).tolist()))
    drawn = set(map(tuple, shapely.get_coordinates(outlines).tolist()))
    return nodes <= drawn and bool(shapely.coverage_is_valid(outlines))


def test_the_former_edition_keeps_its_outlines(town: World) -> None:
    before = shape_of(units(town.edition, Level.GRID)["第一网格"])
    publish(move_a_strip(town), town)
    assert shape_of(units(town.edition, Level.GRID)["第一网格"]).equals(before)


def test_outlines_are_the_unions_of_the_cells_of_the_new_set(town: World) -> None:
    edition = publish(move_a_strip(town), town).edition
    for grid in town.grids[:2]:
        cells = Cell.objects.filter(grid_cells__edition=edition, grid_cells__grid=grid)
        own = shapely.coverage_union_all(read_shapes(cells))
        assert shape_of(Boundary.objects.of_edition(edition).get(place=grid)).equals(own)


def test_the_cells_are_copied_whole(town: World) -> None:
    old = CellSet.objects.get()
    edition = publish(move_a_strip(town), town).edition
    new = CellSet.objects.get(edition=edition)
    same = ("number", "community", "area_m2", "households_resident", "east_m", "geom")
    for one in same:
        rows = [Cell.objects.filter(cell_set=x).order_by("number") for x in (old, new)]
        assert list(rows[0].values_list(one)) == list(rows[1].values_list(one)), one
    ends = ("a__number", "b__number", "length_m", "barrier_class")
    borders = [set(CellBorder.objects.filter(cell_set=x).values_list(*ends)) for x in (old, new)]
    assert borders[0] == borders[1]
    assert GridCell.objects.filter(edition=edition).count() == 200


def test_new_figures_are_of_the_changed_units_alone(town: World) -> None:
    draw_from_cells(town)
    edition = publish(move_a_strip(town), town).edition
    drawn = Boundary.objects.of_edition(edition).filter(editions__startswith=edition.number)
    counted = UnitFigures.objects.filter(boundary__in=drawn)
    assert {row.boundary.place.name: row.households for row in counted} == {
        "第一网格": 400,
        "第二网格": 600,
    }


def test_the_next_draft_begins_where_the_edition_ends(town: World) -> None:
    publish(move_a_strip(town), town)
    draft = begin(town)
    again = {unit.name: unit.cells.count() for unit in draft.units.filter(level=Level.GRID)}
    assert again == {"第一网格": 40, "第二网格": 60, "新城第一网格": 100}


def test_ground_that_changed_hands_is_told_with_its_households(town: World) -> None:
    publication = publish(move_a_strip(town), town)
    assert told(publication, Level.GRID) == {
        ("continued", "第一网格", "第一网格", 400),
        ("moved", "第一网格", "第二网格", 100),
        ("continued", "第二网格", "第二网格", 500),
        ("continued", "新城第一网格", "新城第一网格", 1000),
    }
    moved = Lineage.objects.get(kind="moved")
    shares = moved.households_share_before, moved.area_share_before, moved.area_share_after
    assert shares == pytest.approx((0.2, 0.2, 1 / 6))


def test_a_merged_community_ends_and_its_code_stays_its_own(town: World) -> None:
    publication = publish(merge_communities(town), town)
    assert told(publication, Level.COMMUNITY) == {
        ("continued", "长富路社区", "长富路社区", 1000),
        ("merged", "新城社区", "长富路社区", 1000),
        ("abolished", "新城社区", "", 0),
    }
    ended = Place.objects.get(pk=town.xincheng.pk)
    assert ended.abolished
    assert Designation.objects.get(place=ended).valid.isempty  # it began today as well


def test_a_grid_of_a_merged_community_gets_a_code_below_its_new_one(town: World) -> None:
    publish(merge_communities(town), town)
    grid = Place.objects.get(pk=town.grids[2].pk)
    assert (grid.code, grid.name) == ("629931001001003", "新城第一网格")
    row = Lineage.objects.get(before=grid, after=grid)
    assert (row.kind, row.code_before, row.code_after) == (
        "regrouped",
        "629931001002001",
        "629931001001003",
    )


def test_a_split_community_has_a_provisional_code_from_601(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="new_community", grids=[G2], name="中兴社区")
    publication = publish(draft, town)
    new = Place.objects.get(name="中兴社区")
    assert (new.code, new.code_status) == ("629931001601", "provisional")
    grid = Place.objects.get(pk=town.grids[1].pk)
    assert (grid.code, grid.code_status) == ("629931001601001", "provisional")
    assert told(publication, Level.COMMUNITY) == {
        ("continued", "长富路社区", "长富路社区", 500),
        ("split", "长富路社区", "中兴社区", 500),
        ("created", "", "中兴社区", 0),
        ("continued", "新城社区", "新城社区", 1000),
    }


def test_a_grid_given_up_is_split_among_its_heirs(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="assign", cells=block(5, 0, 10, 5), to=G3, how="brush")
    operate(draft, town.planner, kind="assign", cells=block(5, 5, 10, 10), to=G1, how="brush")
    assert {
        ("split", "第二网格", "新城第一网格", 250),
        ("split", "第二网格", "第一网格", 250),
        ("abolished", "第二网格", "", 0),
    } <= told(publish(draft, town), Level.GRID)
    cells = Cell.objects.filter(cell_set__edition__number=2, community=town.xincheng)
    assert cells.count() == 125


def test_a_renamed_place_keeps_its_key_and_its_outline(town: World) -> None:
    draw_from_cells(town)
    draft = begin(town)
    operate(draft, town.planner, kind="rename_unit", unit=G1, name="东里网格")
    publication = publish(draft, town)
    assert ("renamed", "第一网格", "东里网格", 500) in told(publication, Level.GRID)
    assert Place.objects.get(pk=town.grids[0].pk).name == "东里网格"
    kept = Boundary.objects.of_edition(publication.edition).get(place=town.grids[0])
    assert kept.editions.lower == 2


def test_no_code_of_an_ended_place_is_given_again(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="merge_units", units=[G1, G2], into=G1)
    publish(draft, town)
    draft = begin(town)
    operate(
        draft, town.planner, kind="new_unit", cells=block(5, 0, 10, 10), name="新二", parent=WEST
    )
    publish(draft, town)
    assert Place.objects.get(name="新二").code == "629931001001003"


def test_households_are_the_same_in_all_lineage(town: World) -> None:
    publication = publish(merge_communities(town), town)
    for level in (Level.COMMUNITY, Level.GRID):
        rows = Lineage.objects.filter(publication=publication, level=level)
        assert sum(rows.values_list("households", flat=True)) == 2000
        assert sum(rows.values_list("area_m2", flat=True)) == pytest.approx(2_000_000)


def refused(draft: object, town: World) -> tuple[str, ...]:
    before = state_of(town)
    with pytest.raises(PublicationRefused) as refusal:
        publish(draft, town)  # type: ignore[arg-type]  # a draft
    assert state_of(town) == before
    return tuple(reason.code for reason in refusal.value.reasons)


def test_a_draft_on_a_former_edition_is_refused(town: World) -> None:
    late = move_a_strip(town)
    publish(move_a_strip(town), town)
    assert refused(late, town) == ("stale_edition",)


def test_a_draft_that_breaks_hard_rules_is_refused(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="assign", cells=[at(0, 0)], to=G2, how="pick")
    assert refused(draft, town) == ("connected",)


def test_a_draft_on_cells_built_anew_since_is_refused(town: World) -> None:
    draft = move_a_strip(town)
    CellSet.objects.create(county=town.county, edition=town.edition, map_revision=2)
    assert refused(draft, town) == ("stale_cells",)


def test_publishing_again_gives_the_same_edition(town: World) -> None:
    draft = move_a_strip(town)
    first = publish(draft, town)
    before = state_of(town)
    assert publish(draft, town) == first
    assert state_of(town) == before


def test_the_reasons_are_refusals_of_the_desk_as_well(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="assign", cells=[at(0, 0)], to=G2, how="pick")
    with pytest.raises(Refused, match="须修复后才能发布"):
        publish(draft, town)


def test_east_stays_when_west_goes_into_it(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="merge_units", units=[WEST, EAST], into=EAST)
    edition = publish(draft, town).edition
    assert set(units(edition, Level.COMMUNITY)) == {"新城社区"}
    parents = set(Boundary.objects.of_edition(edition).filter(level="grid").values_list("parent"))
    assert parents == {(town.xincheng.pk,)}
