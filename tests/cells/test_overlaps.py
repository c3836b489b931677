"""Footprints that cannot be separated share a cell; those that only touch do not."""

from tests.cells.drawing import box, build, cell_of, codes, draw


def test_a_building_drawn_twice_has_one_cell_and_is_named() -> None:
    cells = build(draw(buildings=[box(50, 50, 30, 30), box(50, 50, 30, 30)]))

    assert len(cells) == 1
    assert [one.buildings for one in cells.findings] == [(1, 2)]
    assert codes(cells) == {"duplicate_buildings"}


def test_a_building_inside_another_shares_its_cell() -> None:
    cells = build(draw(buildings=[box(50, 50, 30, 30), box(55, 55, 10, 10)]))

    assert len(cells) == 1
    assert codes(cells) == {"overlapping_buildings"}


def test_a_chain_of_overlaps_is_one_cluster() -> None:
    chain = [box(40 + 18 * n, 50, 20, 20) for n in range(4)]
    cells = build(draw(buildings=[*chain, box(150, 50, 20, 20)]))

    assert len(cells) == 2
    assert len({cell_of(cells, one) for one in (1, 2, 3, 4)}) == 1


def test_an_overlap_as_thin_as_the_grid_separates_all_the_same() -> None:
    cells = build(draw(buildings=[box(50, 50, 30, 30), box(79.9995, 50, 30, 30)]))

    assert len(cells) == 2


def test_the_compound_of_a_cell_is_that_of_its_largest_building() -> None:
    houses = [box(50, 50, 30, 30), box(75, 55, 10, 10), box(150, 50, 10, 10)]
    cells = build(draw(buildings=houses, compounds=[7, 8, -1]))

    assert cells.compound[cell_of(cells, 1)] == 7
    assert cells.compound[cell_of(cells, 3)] == -1
    assert "mixed_compounds" in codes(cells)
