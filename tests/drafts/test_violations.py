"""What is broken is named with its figures, and each mend that is offered repairs it."""

from typing import Any

import numpy as np
import pytest

from gis_core.accounts.models import User
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.wording import tell_findings
from grids.proposals.models import Proposal
from tests.drafts import asking
from tests.drafts.town import EAST, G1, G2, G3, WEST, at, begin, block
from tests.world import World


def operate(draft: Proposal, user: User, **operation: Any) -> dict[str, Any]:
    """The answer, with all that is broken in the draft then."""
    answer = asking.operate(draft, user, **operation)
    with reading(draft.pk) as plan:
        return answer | tell_findings(plan, None)


def assign(draft: Proposal, user: User, cells: list[int], to: int) -> dict[str, Any]:
    return operate(draft, user, kind="assign", cells=cells, to=to, how="brush")


def broken(answer: dict[str, Any], rule: str, level: str = "grid") -> list[dict[str, Any]]:
    return [one for one in answer["violations"] if one["rule"] == rule and one["level"] == level]


def pieces(answer: dict[str, Any]) -> int:
    """Of all grids in more than one, also of those not told one by one."""
    return sum({one["unit"]: one["value"] for one in broken(answer, "connected")}.values())


def mend(draft: Proposal, world: World, violation: dict[str, Any], which: int = 0) -> Any:
    return operate(draft, world.planner, **violation["mends"][which]["operation"])


def test_bounds_are_told_with_their_figures(town: World) -> None:
    """Grids hold 300 to 500 households: the west two have 500 each, the east one 1,000."""
    answer = assign(begin(town), town.planner, block(5, 0, 6, 10), G1)
    told = {one["unit"]: one for one in broken(answer, "max_households")}
    assert set(told) == {G1, G3}
    assert (told[G1]["value"], told[G1]["limit"], told[G1]["hard"]) == (600, 500, False)
    assert told[G1]["text"] == "第一网格有 600 户，比上限 500 户多 100 户"
    answer = assign(Proposal.objects.get(), town.planner, block(5, 0, 8, 10), G1)
    (small,) = broken(answer, "min_households")
    assert small["text"] == "第二网格只有 200 户，比下限 300 户少 100 户"


def test_a_piece_cut_off_is_given_to_the_neighbour_it_lies_against(town: World) -> None:
    draft = begin(town)
    answer = assign(draft, town.planner, [at(8, 9)], G1)
    (torn,) = broken(answer, "connected")
    assert (torn["unit"], torn["cells"], torn["hard"]) == (G1, [at(8, 9)], True)
    assert torn["text"] == "第一网格分成 2 块，其中一块（1 个单元、10 户）与主体不相连"
    assert torn["mends"][0]["label"] == "把这 10 户（1 个单元）并入第二网格"
    assert broken(mend(draft, town, torn), "connected") == []
    with reading(draft.pk) as plan:
        assert plan.labels[at(8, 9)] == G2


def test_a_piece_is_joined_by_the_cells_between_where_that_is_less(town: World) -> None:
    draft = begin(town)
    answer = assign(draft, town.planner, block(6, 4, 8, 6), G1)
    (torn,) = broken(answer, "connected")
    first, second = torn["mends"]
    assert first["label"] == "把中间的 10 户（1 个单元）划入第一网格，连成一块"
    assert second["label"] == "把这 40 户（4 个单元）并入第二网格"
    assert broken(mend(draft, town, torn), "connected") == []


def test_no_mend_cuts_another_unit_in_two(town: World) -> None:
    """G2 is one column of cells between the two pieces of G1; its ends may not move."""
    draft = begin(town)
    assign(draft, town.planner, block(6, 0, 10, 10), G1)
    answer = operate(draft, town.planner, kind="lock", units=[], cells=[at(5, 0), at(5, 9)])
    (torn,) = broken(answer, "connected")
    assert [one["operation"]["to"] for one in torn["mends"]] == [G2]


def test_of_equal_bridges_one_is_found_that_cuts_nothing(town: World) -> None:
    draft = begin(town)
    answer = assign(draft, town.planner, block(6, 0, 10, 10), G1)
    (torn,) = broken(answer, "connected")
    assert torn["mends"][0]["operation"]["cells"] in ([at(5, 0)], [at(5, 9)])
    assert broken(mend(draft, town, torn), "connected") == []


def test_every_mend_offered_repairs_what_it_is_offered_for(town: World) -> None:
    rng = np.random.default_rng(7)
    for kind in ("division", "consolidation"):
        draft = begin(town, kind)
        for _ in range(3):
            scatter = np.unique(rng.integers(0, 100, 12)).tolist()
            answer = assign(draft, town.planner, scatter, int(rng.choice([G1, G2])))
        for _ in range(60):
            torn = broken(answer, "connected")
            if not torn:
                break
            before = pieces(answer)
            answer = mend(draft, town, torn[0], int(rng.integers(0, len(torn[0]["mends"]))))
            assert pieces(answer) < before
        assert broken(answer, "connected") == []


def test_cells_of_another_community_are_given_back(town: World) -> None:
    draft = begin(town)
    answer = assign(draft, town.planner, block(10, 0, 11, 3), G2)
    (strayed,) = broken(answer, "parent")
    assert (strayed["unit"], strayed["cells"]) == (G2, block(10, 0, 11, 3))
    assert strayed["text"] == "第二网格里有 3 个单元（30 户）属于别的社区"
    assert strayed["mends"][0]["label"] == "把这 30 户（3 个单元）并入新城第一网格"
    answer = mend(draft, town, strayed)
    assert broken(answer, "parent") == []
    assert broken(answer, "connected") == []


def test_a_consolidation_may_move_cells_over_the_communities_border(town: World) -> None:
    answer = assign(begin(town, "consolidation"), town.planner, block(10, 0, 11, 3), G2)
    assert broken(answer, "parent") == []
    assert broken(answer, "connected") == []
    assert answer["figures"][str(WEST)]["households"] == 1030


def test_cells_of_nobody_are_attached_to_a_neighbour(town: World) -> None:
    draft = begin(town)
    answer = assign(draft, town.planner, [at(12, 4), at(13, 4)], 0)
    (bare,) = broken(answer, "unassigned")
    assert (bare["unit"], bare["value"], bare["hard"]) == (None, 2, True)
    assert bare["text"] == "有 2 个单元（20 户）不属于任何网格"
    assert answer["totals"]["grid"]["parts"] == 3
    assert broken(mend(draft, town, bare), "unassigned") == []


def test_a_piece_of_a_community_goes_to_its_neighbour_as_whole_grids(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="new_community", grids=[G2], name="中社区")
    answer = operate(draft, town.planner, kind="move_grids", grids=[G1], to=EAST)
    (torn,) = broken(answer, "connected", "community")
    assert torn["unit"] == EAST
    assert torn["mends"][0]["operation"] == {"kind": "move_grids", "grids": [G1], "to": 6}
    assert broken(mend(draft, town, torn), "connected", "community") == []


def test_no_mend_moves_what_is_locked(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, [at(8, 9)], G1)
    operate(draft, town.planner, kind="lock", units=[], cells=[at(8, 9)])
    answer = operate(draft, town.planner, kind="lock", units=[G2], cells=[])
    (torn,) = broken(answer, "connected")
    assert torn["mends"] == []


def test_a_mend_follows_its_neighbour_when_that_ends(town: World) -> None:
    draft = begin(town, "consolidation")
    assign(draft, town.planner, [at(7, 9)], G3)
    answer = operate(draft, town.planner, kind="merge_units", units=[G1, G2], into=G1)
    (torn,) = broken(answer, "connected")
    assert [one["operation"]["to"] for one in torn["mends"]] == [G1, G3]
    with pytest.raises(Refused):
        assign(draft, town.planner, [at(7, 9)], G2)


def test_of_a_shattered_grid_a_dozen_pieces_are_told_each_with_a_mend(town: World) -> None:
    draft = begin(town)
    scattered = [at(x, y) for y in range(10) for x in range(5, 10) if (x + y) % 2]
    answer = assign(draft, town.planner, scattered, G1)
    for number in (G1, G2):
        torn = [one for one in broken(answer, "connected") if one["unit"] == number]
        assert len(torn) == 12
        assert all(len(one["mends"]) == 1 for one in torn)
    assert broken(mend(draft, town, torn[0]), "connected")


def test_a_piece_of_a_locked_grid_has_no_mend(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, [at(8, 9)], G1)
    answer = operate(draft, town.planner, kind="lock", units=[G1], cells=[])
    (torn,) = broken(answer, "connected")
    assert torn["mends"] == []
