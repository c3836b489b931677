"""From a wish to an effect: what moves, what loses its last cell, and what may not be touched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import (
    NOBODY,
    Effect,
    LockChange,
    Move,
    ShapeChange,
    UnitChange,
    UnitState,
)
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused


@dataclass(frozen=True)
class Told:
    """A sentence for the log: its Chinese text, which catalogues translate, and the values."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return _(self.text) % self.values


@dataclass(frozen=True)
class Asked:
    """What an operation would do, and how the log tells it."""

    effect: Effect
    label: Told


def settle(
    plan: Plan,
    rows: Iterable[int] | Codes = (),
    to: int | Codes = NOBODY,
    units: Iterable[UnitState] = (),
    *,
    locks: Iterable[LockChange] = (),
    shapes: tuple[ShapeChange, ...] = (),
) -> Effect:
    """The whole effect of moving `rows` to grids `to` and giving `units` these states.

    A unit that loses its last cell is retired, one that wins cells again is not; everything else
    stays. Pieces that `shapes` cut off are among the rows, whatever unit they go to: they come
    from nobody, and are judged as coming from the unit of their cell. Raises Refused where
    something locked would move, or nothing would change.
    """
    given = {unit.number: unit for unit in units}
    whole = _with_pieces(plan.labels, shapes, of_cell=True)
    _refuse_locked(plan, _moves(whole, *_really_moved(whole, rows, to)), given)
    labels = _with_pieces(plan.labels, shapes)
    moves = _moves(labels, *_really_moved(labels, rows, to))
    changes = tuple(
        UnitChange(number, plan.units.get(number), unit)
        for number, unit in sorted(_retire(plan, moves, given).items())
        if unit != plan.units.get(number)
    )
    effect = Effect(shapes=shapes, units=changes, moves=moves, locks=tuple(locks))
    if effect == Effect():
        raise Refused("nothing_changes", _("所选内容已经是这样，没有变化。请另选单元或去处。"))
    return effect


def _with_pieces(labels: Codes, shapes: tuple[ShapeChange, ...], *, of_cell: bool = False) -> Codes:
    """Labels of all rows and of new pieces, which are nobody's or (`of_cell`) their cell's."""
    cells = [shape.of for shape in shapes if shape.of is not None]
    return np.append(labels, labels[cells] if of_cell else np.full(len(cells), NOBODY, np.int32))


def _really_moved(
    labels: Codes, rows: Iterable[int] | Codes, to: int | Codes
) -> tuple[Codes, Codes]:
    """The cells that change their grid, in order, and where each goes."""
    asked = np.array(rows if isinstance(rows, np.ndarray) else list(rows), np.int32)
    after = np.broadcast_to(np.asarray(to, np.int32), asked.shape)
    asked, first = np.unique(asked, return_index=True)
    after = after[first]
    changed = labels[asked] != after
    return asked[changed], after[changed]


def _moves(labels: Codes, rows: Codes, after: Codes) -> tuple[Move, ...]:
    """Grouped by where they came from and where they go."""
    before = labels[rows]
    pairs, place = np.unique(np.column_stack([before, after]), axis=0, return_inverse=True)
    order = np.argsort(place.ravel(), kind="stable")
    groups = np.split(rows[order], np.cumsum(np.bincount(place.ravel()))[:-1]) if len(rows) else []
    return tuple(
        Move(tuple(group.tolist()), *pair)
        for group, pair in zip(groups, pairs.tolist(), strict=True)
    )


def _retire(
    plan: Plan, moves: tuple[Move, ...], given: Mapping[int, UnitState]
) -> dict[int, UnitState]:
    """The states of the units the change reaches, retired or not by what they then have."""
    cells = np.bincount(plan.labels, minlength=max([plan.next_number, *given]) + 1)
    for move in moves:
        cells[move.before] -= len(move.rows)
        cells[move.after] += len(move.rows)
    reached = {number for move in moves for number in (move.before, move.after)} - {NOBODY}
    states = dict(given)
    for number in reached | given.keys():
        unit = given.get(number) or plan.units[number]
        grid = unit.level == Level.GRID
        states[number] = replace(unit, retired=not cells[number]) if grid else unit
    return states | _retire_communities(plan, states)


def _retire_communities(plan: Plan, states: Mapping[int, UnitState]) -> dict[int, UnitState]:
    """A community is there as long as one of its grids is; those whose grids change."""
    houses = [(_house(plan.units.get(one)), _house(unit)) for one, unit in states.items()]
    reached = {number for pair in houses if pair[0] != pair[1] for number in pair}
    reached |= {number for number, unit in states.items() if unit.level == Level.COMMUNITY}
    if not reached:
        return {}
    wanted = {**plan.units, **states}
    alive = {_house(unit) for unit in wanted.values()}
    return {
        number: replace(wanted[number], retired=number not in alive)
        for number in reached
        if number is not None
    }


def _house(unit: UnitState | None) -> int | None:
    """The community that lives by this grid; None for a community, or a grid without cells."""
    return unit.parent if unit is not None and not unit.retired else None


def _refuse_locked(plan: Plan, moves: tuple[Move, ...], given: Mapping[int, UnitState]) -> None:
    for move in moves:
        _refuse_locked_cells(plan, move)
        for number in (move.before, move.after):
            _refuse_locked_unit(plan, number)
        units = [given.get(one) or plan.units.get(one) for one in (move.before, move.after)]
        _refuse_between(plan, *(unit.parent if unit else None for unit in units))
    for number, unit in given.items():
        before = plan.units.get(number)
        if before is not None and before.parent != unit.parent:
            _refuse_locked_unit(plan, number)
            _refuse_between(plan, before.parent, unit.parent)


def _refuse_locked_cells(plan: Plan, move: Move) -> None:
    rows = np.array([row for row in move.rows if row < len(plan.locked)], np.int32)
    if plan.locked[rows].any():
        text = _("所选范围里有 %(count)s 个单元已锁定，不能移动。请先解锁，或从选择中去掉它们。")
        raise Refused("locked", text % {"count": int(plan.locked[rows].sum())})


def _refuse_between(plan: Plan, before: int | None, after: int | None) -> None:
    """What goes from one community to another leaves neither as it was."""
    if before != after:
        for number in (before, after):
            _refuse_locked_unit(plan, number or NOBODY)


def _refuse_locked_unit(plan: Plan, number: int) -> None:
    unit = plan.units.get(number)
    if unit is not None and unit.locked:
        text = _("“%(unit)s”已锁定，它的单元不能增减。请先解锁。")
        raise Refused("locked", text % {"unit": unit.name})
