"""Which units a question is about, and which of them may not be touched."""

from collections.abc import Iterable

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes, Flags
from grids.proposals.consulting.question import Ask, Question, QuestionRefused
from grids.proposals.consulting.state import DraftState
from grids.proposals.drafting.effects import NOBODY, UnitState


def grids_asked(
    state: DraftState, question: Question, edges: Codes | None = None
) -> tuple[int, ...]:
    """Numbers of the grids whose cells may move; given the (m, 2) `edges` of the cells, those
    beside them in the same community too.

    Raises:
        QuestionRefused: a unit is not there, retired or locked, or nothing is left.
    """
    named = _living(state, question.units)
    _refuse_locked(named)
    asked = {number for unit in named for number in state.grids_of(unit.number)}
    if not question.units:
        asked = {grid.number for grid in state.grids()}
    if edges is not None:
        asked |= _beside(state, edges, asked)
    free = {number for number in asked if not state.units[number].locked}
    if not free:
        raise QuestionRefused("nothing_to_divide", "没有可以调整的网格：所选单位都已锁定或撤销。")
    return tuple(sorted(free))


def communities_asked(state: DraftState, question: Question) -> tuple[int, ...]:
    """Numbers of the communities that may merge.

    Raises:
        QuestionRefused: as `grids_asked`; or fewer than two are left.
    """
    named = _living(state, question.units)
    asked = {_community(unit) for unit in named} or {one.number for one in state.communities()}
    _refuse_locked(state.units[number] for number in asked if question.units)
    held = set(np.unique(state.community_of_rows()).tolist())
    free = {number for number in asked & held if not state.units[number].locked}
    if len(free) < 2:
        text = "可以合并的社区不足两个。请多选几个相邻社区，或先解除锁定。"
        raise QuestionRefused("nothing_to_merge", text)
    return tuple(sorted(free))


def rows_of(state: DraftState, question: Question, grids: Iterable[int]) -> Flags:
    """(n,) the cells of these grids; those of nobody too where all units are asked about."""
    numbers = [*grids, NOBODY] if not question.units else list(grids)
    return np.asarray(np.isin(state.unit, numbers))


def refuse_kind(question: Question, kind: str) -> None:
    """Raises QuestionRefused for a merge in a draft that leaves the communities as they are."""
    if question.ask is Ask.MERGE and kind != "consolidation":
        text = "网格划分草案不改变社区，不能合并社区。请另建一份社区调整草案。"
        raise QuestionRefused("communities_stay", text)


def _living(state: DraftState, numbers: Iterable[int]) -> list[UnitState]:
    found = []
    for number in numbers:
        unit = state.units.get(number)
        if unit is None or unit.retired:
            text = f"草案中没有编号为 {number} 的单位，可能已被撤销。请重新选择。"
            raise QuestionRefused("unknown_unit", text)
        found.append(unit)
    return found


def _refuse_locked(units: Iterable[UnitState]) -> None:
    locked = [unit.name for unit in units if unit.locked]
    if locked:
        text = f"{'、'.join(locked)} 已锁定。请先解除锁定，或不要选它。"
        raise QuestionRefused("locked", text)


def _community(unit: UnitState) -> int:
    return unit.number if unit.level == Level.COMMUNITY else unit.parent or NOBODY


def _beside(state: DraftState, edges: Codes, asked: set[int]) -> set[int]:
    """Grids with a border to one of those asked, in the same community."""
    pairs = np.unique(np.sort(state.unit[edges], axis=1), axis=0).tolist()
    near = {b if a in asked else a for a, b in pairs if (a in asked) != (b in asked)} - {NOBODY}
    parents = {state.units[number].parent for number in asked}
    return {number for number in near if state.units[number].parent in parents}
