"""Each kind of operation, on the chessboard of `tests.drafts.town`."""

from typing import Any

import pytest

from communities.territory.services import create_place
from gis_core.accounts.models import Level
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Operation, Proposal, ProposalUnit
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, WEST, at, begin, block
from tests.world import World


def cells(draft: Proposal, number: int) -> int:
    return draft.cells.filter(unit__number=number).count()


def unit(draft: Proposal, number: int) -> ProposalUnit:
    return draft.units.get(number=number)


def refused(draft: Proposal, world: World, **operation: Any) -> str:
    """The code with which an operation is refused; nothing has changed then."""
    before = list(draft.cells.order_by("pk").values_list("unit", "locked"))
    with pytest.raises(Refused) as caught:
        operate(draft, world.planner, **operation)
    draft.refresh_from_db()
    assert draft.version == Operation.objects.filter(proposal=draft).count()
    assert list(draft.cells.order_by("pk").values_list("unit", "locked")) == before
    return caught.value.code


def test_merged_grids_become_one_and_the_other_is_retired(town: World) -> None:
    draft = begin(town)
    answer = operate(draft, town.planner, kind="merge_units", units=[G1, G2], into=G2)
    assert cells(draft, G2) == 100
    assert (unit(draft, G1).retired, unit(draft, G1).geom) == (True, None)
    assert answer["figures"][str(G1)] is None
    assert answer["changes"]["units"][0]["retired"] is True
    (gone, _) = answer["changes"]["outlines"]["features"]
    assert (gone["id"], gone["geometry"]) == (G1, None)


def test_merged_communities_are_the_union_of_their_grids(town: World) -> None:
    draft = begin(town, "consolidation")
    answer = operate(draft, town.planner, kind="merge_units", units=[WEST, EAST], into=EAST)
    assert [unit(draft, grid).parent for grid in (G1, G2, G3)] == [unit(draft, EAST)] * 3
    assert unit(draft, WEST).retired
    assert answer["figures"][str(EAST)]["households"] == 2000
    assert answer["figures"][str(EAST)]["pieces"] == 1
    assert answer["totals"]["community"]["parts"] == 1
    assert answer["changes"]["cells"] == []


def test_a_division_leaves_communities_as_they_are(town: World) -> None:
    draft = begin(town)
    merge = {"kind": "merge_units", "units": [WEST, EAST], "into": EAST}
    assert refused(draft, town, **merge) == "communities_fixed"
    assert refused(draft, town, kind="move_grids", grids=[G2], to=EAST) == "communities_fixed"
    new = {"kind": "new_community", "grids": [G2], "name": "新社区"}
    assert refused(draft, town, **new) == "communities_fixed"
    assert refused(draft, town, kind="dissolve_unit", unit=WEST) == "communities_fixed"


def test_units_of_two_levels_do_not_merge(town: World) -> None:
    draft = begin(town, "consolidation")
    assert refused(draft, town, kind="merge_units", units=[WEST, G3], into=G3) == "wrong_level"
    assert refused(draft, town, kind="merge_units", units=[G1, G2], into=G3) == "into_not_chosen"


def test_a_dissolved_grid_is_shared_by_its_neighbours(town: World) -> None:
    """From the west one column a round, from the east another; the middle one to the first."""
    draft = begin(town, "consolidation")
    assign(draft, town.planner, block(1, 0, 5, 10), G2)
    answer = operate(draft, town.planner, kind="dissolve_unit", unit=G2)
    assert (cells(draft, G1), cells(draft, G3)) == (60, 140)
    assert draft.cells.get(cell__number=at(5, 3) + 1).unit == unit(draft, G1)
    assert [answer["figures"][str(grid)]["pieces"] for grid in (G1, G3)] == [1, 1]


def test_in_a_division_only_grids_of_the_community_take_the_cells(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="dissolve_unit", unit=G2)
    assert (cells(draft, G1), cells(draft, G3)) == (100, 100)
    assert refused(draft, town, kind="dissolve_unit", unit=G1) == "no_neighbour"


def test_a_dissolved_community_gives_whole_grids_to_its_neighbours(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="dissolve_unit", unit=WEST)
    assert [unit(draft, grid).parent for grid in (G1, G2)] == [unit(draft, EAST)] * 2
    assert unit(draft, WEST).retired


def test_a_new_grid_lies_in_the_community_of_its_cells(town: World) -> None:
    draft = begin(town)
    new = {"kind": "new_unit", "cells": block(0, 0, 5, 3), "name": "第三网格", "parent": None}
    answer = operate(draft, town.planner, **new)
    made = unit(draft, 6)
    assert (made.name, made.parent, made.code, made.place) == (
        "第三网格",
        unit(draft, WEST),
        "",
        None,
    )
    assert answer["figures"]["6"]["households"] == 150
    assert refused(draft, town, **new | {"cells": block(0, 5, 5, 6)}) == "name_taken"


def test_a_new_community_is_made_of_whole_grids(town: World) -> None:
    draft = begin(town, "consolidation")
    answer = operate(draft, town.planner, kind="new_community", grids=[G2, G3], name="中兴社区")
    assert unit(draft, G2).parent == unit(draft, G3).parent == unit(draft, 6)
    assert unit(draft, EAST).retired
    assert answer["figures"]["6"]["households"] == 1500
    assert [one["id"] for one in answer["changes"]["outlines"]["features"]] == [WEST, EAST, 6]


def test_a_grid_moves_with_all_its_cells_and_keeps_a_name_of_its_own(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="rename_unit", unit=G3, name="第一网格")
    answer = operate(draft, town.planner, kind="move_grids", grids=[G1], to=EAST)
    assert unit(draft, G1).name == "第一网格（2）"
    assert answer["figures"][str(EAST)]["households"] == 1500
    assert answer["figures"][str(EAST)]["pieces"] == 2


def test_many_groups_are_labelled_at_once(town: World) -> None:
    draft = begin(town)
    groups = [
        {"cells": block(0, 0, 10, 4), "to": G1},
        {"cells": block(0, 4, 10, 7), "to": G2},
        {"cells": block(0, 7, 10, 10), "name": "北网格", "parent": WEST},
    ]
    about = "分成 3 个 100%"
    answer = operate(draft, town.planner, kind="relabel", groups=groups, about=about)
    assert [cells(draft, number) for number in (G1, G2, 6)] == [40, 30, 30]
    assert answer["operation"]["label"] == about
    twice = [{"cells": [0, 1], "to": G1}, {"cells": [1], "to": G2}]
    assert refused(draft, town, kind="relabel", groups=twice, about="x") == "cell_twice"


def test_a_name_is_not_given_twice_in_a_community(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="rename_unit", unit=G1, name=" 东里网格 ")
    assert unit(draft, G1).name == "东里网格"
    assert refused(draft, town, kind="rename_unit", unit=G2, name="东里网格") == "name_taken"
    operate(draft, town.planner, kind="rename_unit", unit=G3, name="东里网格")


def test_grids_are_renumbered_in_reading_order(town: World) -> None:
    """The north-west is the first; who continues a place keeps the code."""
    draft = begin(town)
    new = {"kind": "new_unit", "cells": block(0, 5, 5, 10), "name": "第九网格", "parent": None}
    operate(draft, town.planner, **new)
    operate(draft, town.planner, kind="renumber", community=WEST)
    found = [(unit(draft, one).name, unit(draft, one).code) for one in (6, G1, G2)]
    assert found == [
        ("第一网格", "629931001001003"),
        ("第三网格", "629931001001001"),
        ("第二网格", "629931001001002"),
    ]


def test_a_code_that_was_ever_used_is_not_given_again(town: World) -> None:
    code = "629931001001003"
    old = create_place(level=Level.GRID, county=town.county, name="旧网格", code=code)
    type(old).objects.filter(pk=old.pk).update(abolished=True, code="629931001001009")
    draft = begin(town)
    new = {"kind": "new_unit", "cells": block(0, 5, 5, 10), "name": "北", "parent": None}
    operate(draft, town.planner, **new)
    operate(draft, town.planner, kind="renumber", community=None)
    assert unit(draft, 6).code == "629931001001004"
    assert unit(draft, 6).name == "北"


def test_new_communities_get_codes_below_their_subdistrict(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="new_community", grids=[G2], name="中兴社区")
    operate(draft, town.planner, kind="renumber", community=None)
    assert unit(draft, 6).code == "629931001601"  # until an official one is issued
    assert unit(draft, G2).code == "629931001001002"


def test_what_is_locked_does_not_move(town: World) -> None:
    draft = begin(town)
    answer = operate(draft, town.planner, kind="lock", units=[G3], cells=[at(4, 4), at(5, 4)])
    assert answer["changes"]["locks"] == [{"rows": [at(4, 4), at(5, 4)], "locked": True}]
    move = {"kind": "assign", "how": "pick"}
    assert refused(draft, town, **move, cells=[at(4, 4)], to=G2) == "locked"
    assert refused(draft, town, **move, cells=[at(9, 9)], to=G3) == "locked"
    assert refused(draft, town, **move, cells=[at(10, 9)], to=G2) == "locked"
    assert refused(draft, town, kind="merge_units", units=[G1, G2], into=G1) == "locked"
    operate(draft, town.planner, kind="unlock", units=[G3], cells=[at(4, 4), at(5, 4)])
    assign(draft, town.planner, [at(4, 4)], G2)


def test_a_locked_community_keeps_its_border_and_is_redrawn_inside(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="lock", units=[WEST], cells=[])
    assert refused(draft, town, kind="move_grids", grids=[G2], to=EAST) == "locked"
    cross = {"kind": "assign", "cells": [at(9, 0)], "to": G3, "how": "pick"}
    assert refused(draft, town, **cross) == "locked"
    assign(draft, town.planner, [at(5, 0)], G1)


def test_a_unit_that_loses_its_last_cell_is_retired_and_comes_back_with_the_first(
    town: World,
) -> None:
    draft = begin(town)
    assign(draft, town.planner, block(0, 0, 5, 10), G2)
    assert unit(draft, G1).retired
    move = {"kind": "assign", "cells": [0], "to": G1, "how": "pick"}
    assert refused(draft, town, **move) == "no_such_unit"


def test_what_changes_nothing_is_no_operation(town: World) -> None:
    draft = begin(town)
    move = {"kind": "assign", "cells": [0], "to": G1, "how": "pick"}
    assert refused(draft, town, **move) == "nothing_changes"
    assert refused(draft, town, kind="lock", units=[], cells=[]) == "nothing_changes"


HOSTILE: list[dict[str, Any]] = [
    {},
    {"kind": None},
    {"kind": "drop"},
    {"kind": "assign"},
    {"kind": "assign", "cells": [], "to": 3, "how": "pick"},
    {"kind": "assign", "cells": ["0"], "to": 3, "how": "pick"},
    {"kind": "assign", "cells": [0.5], "to": 3, "how": "pick"},
    {"kind": "assign", "cells": [True], "to": 3, "how": "pick"},
    {"kind": "assign", "cells": [-1], "to": 3, "how": "pick"},
    {"kind": "assign", "cells": [2**40], "to": 3, "how": "pick"},
    {"kind": "assign", "cells": [200], "to": 3, "how": "pick"},
    {"kind": "assign", "cells": [0], "to": 1, "how": "pick"},
    {"kind": "assign", "cells": [0], "to": 2**31, "how": "pick"},
    {"kind": "assign", "cells": [0], "to": 4, "how": "x" * 50},
    {"kind": "assign", "cells": [0], "to": 4, "how": "pick", "also": 1},
    {"kind": "assign", "cells": {"0": 1}, "to": 4, "how": "pick"},
    {"kind": "assign", "cells": [0] * 200_001, "to": 4, "how": "pick"},
    {"kind": "rename_unit", "unit": 3, "name": ""},
    {"kind": "rename_unit", "unit": 3, "name": "   "},
    {"kind": "rename_unit", "unit": 3, "name": "长" * 61},
    {"kind": "rename_unit", "unit": 3, "name": "网\x00格"},
    {"kind": "rename_unit", "unit": 3, "name": "网\u202e格"},
    {"kind": "merge_units", "units": [3], "into": 3},
    {"kind": "merge_units", "units": [3, 3], "into": 3},
    {"kind": "merge_units", "units": [3, 99], "into": 3},
    {"kind": "relabel", "groups": [], "about": "x"},
    {"kind": "relabel", "groups": [{"cells": [0]}], "about": "x"},
    {"kind": "new_unit", "cells": [0], "name": "x", "parent": 3},
    {"kind": "lock", "units": [0], "cells": []},
    {"kind": "renumber", "community": 3},
    {"kind": "dissolve_unit", "unit": 0},
]


def test_hostile_operations_are_refused_in_plain_words(town: World) -> None:
    draft = begin(town)
    for operation in HOSTILE:
        with pytest.raises(Refused) as caught:
            operate(draft, town.planner, **operation)
        assert any("一" <= letter <= "鿿" for letter in str(caught.value))
    assert not Operation.objects.exists()
