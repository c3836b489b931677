"""Against every division there is: a repair moves as few households as can be."""

from collections.abc import Callable, Iterator
from itertools import combinations, permutations
from uuid import UUID

import numpy as np
import pytest

from gis_core.shapes import shape_array
from grids.division.cell_table import CellTable
from grids.division.instances import Sites
from grids.partitioning import Rules, suggest_grids
from grids.proposals.consulting.plans import CHANGE
from grids.proposals.consulting.posing import Posed, Setting, pose_dividing
from grids.proposals.consulting.question import Ask, Question
from grids.proposals.consulting.state import DraftState
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.ground import Ground

COLUMNS, ROWS = 5, 3
KEY = UUID(int=1)


def patch(seed: int) -> tuple[CellTable, DraftState]:
    """Five by three cells of 5 to 30 households, in three grids of a community: 2 | 3 | 4.

    2 2 3 4 4
    2 2 3 4 4
    2 2 3 4 4
    """
    rng = np.random.default_rng(seed)
    n = COLUMNS * ROWS
    edges = [
        (r * COLUMNS + c, r * COLUMNS + c + 1) for r in range(ROWS) for c in range(COLUMNS - 1)
    ]
    edges += [
        (r * COLUMNS + c, (r + 1) * COLUMNS + c) for r in range(ROWS - 1) for c in range(COLUMNS)
    ]
    xy = np.array([[c, r] for r in range(ROWS) for c in range(COLUMNS)], np.float64) * 100
    ones, none = np.ones(n), np.full(n, -1, np.int32)
    table = CellTable(
        ids=np.arange(n, dtype=np.int64), xy=xy, households=rng.integers(5, 30, n),
        estimated=np.zeros(n, np.int64), dwellings=np.zeros(n, np.int64),
        population=np.zeros(n, np.int64), area=ones * 10_000, perimeter=ones * 400,
        community=np.zeros(n, np.int32), community_ids=(KEY,), compound=none, compound_ids=(),
        edges=np.array(edges, np.int32), length=rng.integers(50, 100, len(edges)).astype(float),
        barrier=np.full(len(edges), -1, np.int32), barrier_names=(),
    )  # fmt: skip
    unit = np.tile(np.array([2, 2, 3, 4, 4], np.int32), ROWS)
    units = {
        1: UnitState(1, "community", "甲社区", place=str(KEY)),
        **{number: UnitState(number, "grid", f"第{number}", parent=1) for number in (2, 3, 4)},
    }
    return table, DraftState(unit, np.zeros(n, np.bool_), units)


def posed(table: CellTable, state: DraftState, low: int, high: int) -> Posed:
    """The repair of all three grids, between these bounds."""
    rules = Rules(min_households=low, max_households=high, target_households=(low + high) / 2)
    none = np.zeros(table.size, np.int32)
    sites = Sites((), (), np.empty((0, 2)))
    ground = Ground(
        table=table, piece=none, shapes=shape_array([]), subdistrict=none,
        subdistrict_ids=(KEY,), subdistrict_codes=("甲",), sites=sites, grid_rules=rules,
        community_rules=rules, built=none == 0, footprints=lambda _: shape_array([]),
    )  # fmt: skip
    setting = Setting(state, ground, own=False)
    return pose_dividing(setting, Question(Ask.REPAIR, 0, (2, 3, 4)), CHANGE)


def connected_sets(edges: list[list[int]], size: int) -> Iterator[int]:
    """Every connected set of cells, as bits."""
    near = [0] * size
    for a, b in edges:
        near[a] |= 1 << b
        near[b] |= 1 << a
    for bits in range(1, 1 << size):
        reached = bits & -bits
        grown = 0
        while reached != grown:
            grown = reached
            for cell in range(size):
                if reached >> cell & 1:
                    reached |= near[cell] & bits
        if reached == bits:
            yield bits


def fewest_moved(table: CellTable, state: DraftState, low: int, high: int) -> int:
    """Over every division into three connected grids within the bounds."""
    count = table.households.tolist()
    size = table.size
    everything = (1 << size) - 1

    def total(bits: int) -> int:
        return sum(count[cell] for cell in range(size) if bits >> cell & 1)

    present = {
        number: sum(1 << cell for cell in np.flatnonzero(state.unit == number).tolist())
        for number in (2, 3, 4)
    }
    fits = [bits for bits in connected_sets(table.edges.tolist(), size)
            if low <= total(bits) <= high]  # fmt: skip
    known = set(fits)
    return min(
        moved_by((one, two, everything ^ one ^ two), present, total)
        for one, two in combinations(fits, 2)
        if not one & two and everything ^ one ^ two in known
    )


def moved_by(parts: tuple[int, ...], present: dict[int, int], total: Callable[[int], int]) -> int:
    """The fewest households moved, whichever part keeps which grid."""
    stay = max(
        sum(total(part & present[number]) for part, number in zip(order, (2, 3, 4), strict=True))
        for order in permutations(parts)
    )
    return int(sum(total(bits) for bits in present.values()) - stay)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_three_grids_are_made_to_fit_by_moving_the_fewest(
    seed: int,
) -> None:
    table, state = patch(seed)
    third = int(table.households.sum()) // 3
    low, high = third - 8, third + 8
    problem = posed(table, state, low, high).problem
    result = suggest_grids(problem, seed=1)
    assert result.violations == ()
    [change, _] = result.objective
    assert change.value == change.bound == fewest_moved(table, state, low, high)
    assert "fewest_moved" in {reason.code for reason in result.explanation}
