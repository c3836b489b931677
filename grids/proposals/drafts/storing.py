"""Between plans and rows: a draft written whole, read whole, or changed by one effect."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from django.db import connection

from gis_core.accounts.models import Level
from gis_core.copying import copy_rows, reserve_ids
from gis_core.shapes import read_shapes, shape_array, to_ewkb
from grids.proposals.drafting.effects import NOBODY, Effect, UnitState
from grids.proposals.drafting.outlines import outline_of
from grids.proposals.drafting.plan import Plan, Touched
from grids.proposals.drafts.grounds import ground_of
from grids.proposals.drafts.storing_cuts import read_cuts, store_cuts, store_shapes
from grids.proposals.models import Proposal, ProposalCell, ProposalUnit

_MOVE = """
    UPDATE proposals_proposalcell AS cell SET unit_id = new.unit
    FROM unnest(%s::bigint[], %s::smallint[], %s::bigint[]) AS new (cell, piece, unit)
    WHERE cell.proposal_id = %s AND cell.cell_id = new.cell AND cell.piece = new.piece
"""
_LOCK = """
    UPDATE proposals_proposalcell AS cell SET locked = new.locked
    FROM unnest(%s::bigint[], %s::smallint[], %s::boolean[]) AS new (cell, piece, locked)
    WHERE cell.proposal_id = %s AND cell.cell_id = new.cell AND cell.piece = new.piece
"""
_DRAW = """
    UPDATE proposals_proposalunit AS unit SET geom = new.shape::geometry
    FROM unnest(%s::integer[], %s::text[]) AS new (number, shape)
    WHERE unit.proposal_id = %s AND unit.number = new.number
"""
_UNIT = (
    "id", "proposal_id", "number", "level", "place_id", "parent_id", "name", "code", "locked",
    "retired", "geom",
)  # fmt: skip
_CHANGING = ["name", "code", "parent_id", "locked", "retired"]


def store_plan(proposal: Proposal, plan: Plan) -> None:
    """Write every unit and cell of a new draft."""
    keys = _store_units(proposal, plan)
    cells = zip(
        plan.ground.table.ids.tolist(),
        plan.ground.piece.tolist(),
        (keys.get(number) for number in plan.labels.tolist()),
        plan.locked.tolist(),
        strict=True,
    )
    columns = ("proposal_id", "cell_id", "piece", "unit_id", "locked")
    copy_rows(ProposalCell, columns, ((proposal.pk, *cell) for cell in cells))
    store_cuts(proposal, plan.ground)


def _store_units(proposal: Proposal, plan: Plan) -> dict[int, int]:
    """Write all units, communities before their grids; their keys by number."""
    levels = list(Level)
    states = sorted(
        plan.units.values(), key=lambda unit: (levels.index(Level(unit.level)), unit.number)
    )
    keys = dict(
        zip((unit.number for unit in states), reserve_ids(ProposalUnit, len(states)), strict=True)
    )
    shapes = _ewkb(plan, (unit.number for unit in states))
    rows = (
        (
            keys[one.number], proposal.pk, one.number, one.level, one.place,
            keys.get(one.parent or 0), one.name, one.code, one.locked, one.retired,
            shapes[one.number],
        )
        for one in states
    )  # fmt: skip
    copy_rows(ProposalUnit, _UNIT, rows)
    return keys


def read_plan(proposal: Proposal) -> Plan:
    """The draft as its rows have it, all of one version: the caller holds the draft's lock."""
    rows = list(ProposalUnit.objects.filter(proposal=proposal).order_by("number").defer("geom"))
    number_of: dict[int | None, int] = {row.pk: row.number for row in rows}
    units = [_state(row, number_of) for row in rows]
    ground = read_cuts(proposal, ground_of(proposal))
    labels, locked = np.zeros(ground.size, np.int32), np.zeros(ground.size, np.bool_)
    place = {key: row for row, key in enumerate(_cell_keys(ground))}
    cells = ProposalCell.objects.filter(proposal=proposal)
    for cell, piece, unit, is_locked in cells.values_list("cell", "piece", "unit", "locked"):
        row = place[cell, piece]
        labels[row], locked[row] = number_of.get(unit, NOBODY), is_locked
    plan = Plan(ground, proposal.kind, units, labels, locked, version=proposal.version)
    plan.outlines.update(_read_outlines(proposal))
    return plan


def _state(row: ProposalUnit, number_of: dict[int | None, int]) -> UnitState:
    return UnitState(
        number=row.number,
        level=row.level,
        name=row.name,
        code=row.code,
        place=str(row.place_id) if row.place_id else None,
        parent=number_of.get(row.parent_id),
        locked=row.locked,
        retired=row.retired,
    )


def _cell_keys(ground: Any) -> Iterable[tuple[int, int]]:
    return zip(ground.table.ids.tolist(), ground.piece.tolist(), strict=True)


def _read_outlines(proposal: Proposal) -> dict[int, Any]:
    drawn = ProposalUnit.objects.filter(proposal=proposal, geom__isnull=False).order_by("number")
    numbers = drawn.values_list("number", flat=True)
    return dict(zip(numbers, read_shapes(drawn), strict=True))


def store_effect(proposal: Proposal, plan: Plan, effect: Effect, touched: Touched) -> None:
    """Write what an effect changed; `plan` has it already, and gives the outlines."""
    _store_changes(proposal, effect)
    store_shapes(proposal, plan.ground, effect)
    numbers = {move.after for move in effect.moves}
    units = ProposalUnit.objects.filter(proposal=proposal, number__in=numbers)
    keys = dict(units.values_list("number", "pk"))
    rows = [row for move in effect.moves for row in move.rows]
    to = [keys.get(move.after) for move in effect.moves for _ in move.rows]
    _update_cells(_MOVE, proposal, plan, rows, to)
    held = [row for lock in effect.locks for row in lock.rows]
    _update_cells(_LOCK, proposal, plan, held, [x.locked for x in effect.locks for _ in x.rows])
    _store_outlines(proposal, plan, touched.outlines)


def _update_cells(
    statement: str, proposal: Proposal, plan: Plan, rows: list[int], values: list[Any]
) -> None:
    if rows:
        cells = plan.ground.table.ids[rows].tolist()
        pieces = plan.ground.piece[rows].tolist()
        with connection.cursor() as cursor:
            cursor.execute(statement, [cells, pieces, values, proposal.pk])


def _store_changes(proposal: Proposal, effect: Effect) -> None:
    """New units, and what changed of others; communities first, for grids point at them."""
    wanted = {one.number for one in effect.units}
    states = [one.after or one.before for one in effect.units]
    wanted |= {state.parent for state in states if state and state.parent}
    if not wanted:
        return
    found = ProposalUnit.objects.filter(proposal=proposal, number__in=wanted).defer("geom")
    rows = {row.number: row for row in found}
    for level in (Level.COMMUNITY, Level.GRID):
        _store_level(proposal, effect, level, rows)


def _store_level(
    proposal: Proposal, effect: Effect, level: Level, rows: dict[int, ProposalUnit]
) -> None:
    new: list[int] = []
    old: list[int] = []
    for change in effect.units:
        state = change.after or change.before
        if state is None or state.level != level:
            continue
        row = rows.get(state.number)
        (old if row else new).append(state.number)
        rows[state.number] = _fill(row or ProposalUnit(proposal=proposal), state, rows)
        rows[state.number].retired = state.retired or change.after is None
    ProposalUnit.objects.bulk_create(rows[number] for number in new)
    ProposalUnit.objects.bulk_update([rows[number] for number in old], _CHANGING)


def _fill(row: ProposalUnit, state: UnitState, rows: dict[int, ProposalUnit]) -> ProposalUnit:
    row.number, row.level, row.place_id = state.number, state.level, state.place
    row.name, row.code, row.locked = state.name, state.code, state.locked
    row.parent = rows[state.parent] if state.parent else None
    return row


def _store_outlines(proposal: Proposal, plan: Plan, numbers: Iterable[int]) -> None:
    shapes = _ewkb(plan, numbers)
    if shapes:
        with connection.cursor() as cursor:
            cursor.execute(_DRAW, [list(shapes), list(shapes.values()), proposal.pk])


def _ewkb(plan: Plan, numbers: Iterable[int]) -> dict[int, str | None]:
    """The outlines of units as the database takes them, all of the multi-part type."""
    shapes = {number: outline_of(plan, number) for number in numbers}
    found: dict[int, str | None] = dict.fromkeys(shapes)
    drawn = [number for number, shape in shapes.items() if shape is not None]
    multi = shape_array(shapely.multipolygons(shapely.get_parts(shapes[one])) for one in drawn)
    return found | dict(zip(drawn, to_ewkb(multi), strict=True))
