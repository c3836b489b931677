"""What a window is told of a draft: its state, and the difference between two versions."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from gis_core.accounts.models import Level, User
from grids.proposals.drafting.breaking import broken_rules
from grids.proposals.drafting.effects import NOBODY, Effect
from grids.proposals.drafting.outlines import features_of
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.log import effects_since
from grids.proposals.drafts.taking_back import plain, undo_and_redo
from grids.proposals.drafts.wording import tell_findings
from grids.proposals.models import Operation, Proposal


def state_of(
    proposal: Proposal, plan: Plan, user: User, numbers: Iterable[int], since: int | None = None
) -> dict[str, Any]:
    """The version, the figures of some units, what is broken in those that were looked at again
    after version `since` (None: in all), and what the whole draft comes to."""
    return {
        "version": plan.version,
        "figures": {str(number): figures_of(plan, number) for number in sorted(numbers)},
        "totals": {level.value: totals_of(plan, level) for level in (Level.COMMUNITY, Level.GRID)},
        **tell_findings(plan, since),
        **_taken_back_next(proposal, user),
    }


def _taken_back_next(proposal: Proposal, user: User) -> dict[str, str | None]:
    undo, redo = undo_and_redo(proposal, user)
    return {
        "undo": plain(undo.label) if undo else None,
        "redo": plain(redo.label) if redo else None,
    }


def summary_of(plan: Plan) -> dict[str, Any]:
    """What lists show of a draft: totals by level, and how many hard rules are broken."""
    return {
        "totals": {level.value: totals_of(plan, level) for level in (Level.COMMUNITY, Level.GRID)},
        "hard": sum(broken.hard for broken in broken_rules(plan)),
    }


def changes_of(plan: Plan, effects: Iterable[Effect]) -> dict[str, Any]:
    """What these effects, the latest made on the plan, changed: all as it now stands."""
    whole = list(effects)
    rows = np.array(
        sorted({row for one in whole for move in one.moves for row in move.rows}), np.int32
    )
    locks = np.array(
        sorted({row for one in whole for lock in one.locks for row in lock.rows}), np.int32
    )
    units = {change.number for one in whole for change in one.units}
    drawn = {number for one in whole for number in redrawn(plan, one)}
    return {
        "cells": [
            {"rows": own.tolist(), "to": to} for to, own in _by_value(rows, plan.labels[rows])
        ],
        "units": [tell_unit(plan, number) for number in sorted(units)],
        "locks": [
            {"rows": own.tolist(), "locked": bool(on)}
            for on, own in _by_value(locks, plan.locked[locks])
        ],
        "outlines": features_of(plan, drawn),
        "reshaped": any(one.shapes for one in whole),
    }


def _by_value(rows: Any, values: Any) -> list[tuple[int, Any]]:
    return [(int(value), rows[values == value]) for value in np.unique(values)]


def redrawn(plan: Plan, effect: Effect) -> set[int]:
    """The units whose outline an effect changed: grids that won or lost cells, communities too."""
    parents = plan.parents()
    found = _noded(plan, effect)
    for move in effect.moves:
        above = {int(parents[move.before]), int(parents[move.after])}
        found |= {move.before, move.after} | (above if len(above) > 1 else set())
    for change in effect.units:
        states = [one for one in (change.before, change.after) if one]
        above = {state.parent for state in states if state.parent}
        found |= above if len(above) > 1 else set()
    return found - {NOBODY}


def _noded(plan: Plan, effect: Effect) -> set[int]:
    """The units of cells that were cut or got nodes, as they are now."""
    rows = [shape.row for shape in effect.shapes]
    levels = (plan.level(level).labels[rows].tolist() for level in (Level.GRID, Level.COMMUNITY))
    return {number for labels in levels for number in labels}


def touched_by(plan: Plan, effects: Iterable[Effect]) -> set[int]:
    """The units whose figures effects changed, and those they name."""
    return {number for one in effects for number in (*one.numbers, *redrawn(plan, one))}


def figures_of(plan: Plan, number: int) -> dict[str, Any] | None:
    """The figures of a unit, None without cells."""
    part = plan.part(number)
    if part is None:
        return None
    rows = plan.rows_of(number)
    return {
        "units": part.units,
        "households": part.households,
        "estimated_households": int(plan.ground.table.estimated[rows].sum()),
        "deviation": part.deviation,
        "pieces": part.pieces,
        "population": part.population,
        "area": part.area,
        "perimeter": part.perimeter,
        "density": part.density,
        "compactness": part.compactness,
        "barrier_share": part.barrier_share,
        "compounds_split": part.compounds_split,
        "served_share": part.served_share,
    }


def totals_of(plan: Plan, level: Level) -> dict[str, Any]:
    """The figures over all units of a level; nobody's cells are no unit."""
    division = plan.level(level)
    totals, nobody = division.totals, division.parts.get(NOBODY)
    return {
        "parts": totals.parts - (nobody is not None),
        "in_bounds": totals.in_bounds - (nobody is not None and nobody.deviation == 0),
        "disconnected": totals.disconnected - (nobody is not None and nobody.pieces > 1),
        "cut": totals.cut,
        "barrier_share": totals.barrier_share,
        "compounds_split": totals.compounds_split,
    }


def tell_unit(plan: Plan, number: int) -> dict[str, Any]:
    """A unit apart from its cells."""
    unit = plan.units[number]
    return {
        "number": unit.number,
        "level": unit.level,
        "name": unit.name,
        "code": unit.code,
        "place": unit.place,
        "parent": unit.parent,
        "locked": unit.locked,
        "retired": unit.retired,
    }


def answer_of(
    proposal: Proposal, plan: Plan, made: Operation, user: User, since: int
) -> dict[str, Any]:
    """What a window is told once its operation is made: all that changed since its version."""
    effects = effects_since(proposal, plan, since)
    return {
        **state_of(proposal, plan, user, touched_by(plan, effects), since),
        "operation": tell_operation(made),
        "changes": changes_of(plan, effects),
    }


def tell_operation(made: Operation) -> dict[str, Any]:
    """One line of the log."""
    return {
        "kind": made.kind,
        "label": made.label,
        "author": str(made.author or ""),
        "at": made.made_at.isoformat(),
    }


def facts_of(proposal: Proposal, plan: Plan, user: User, *, may_edit: bool) -> dict[str, Any]:
    """All a window needs before it asks for cells and outlines."""
    rules = plan.grids.problem.rules
    return {
        **state_of(proposal, plan, user, plan.units),
        "id": str(proposal.pk),
        "kind": proposal.kind,
        "title": proposal.title,
        "reason": proposal.reason,
        "status": proposal.status,
        "place": {"id": str(proposal.place_id), "name": proposal.place.name},
        "edition": proposal.edition.number,
        "rule_set": proposal.rule_set.number,
        "household_count": proposal.rule_set.household_count,
        "bounds": {level.value: _bounds(plan, level) for level in (Level.COMMUNITY, Level.GRID)},
        "service_radius": rules.service_radius,
        "barrier_weight": dict(rules.barrier_weight),
        "units": [tell_unit(plan, number) for number in sorted(plan.units)],
        "locked": np.flatnonzero(plan.locked).tolist(),
        "may_edit": may_edit and proposal.is_editable,
    }


def _bounds(plan: Plan, level: Level) -> dict[str, float | None]:
    rules = plan.level(level).problem.rules
    return {
        "min_households": rules.min_households,
        "max_households": rules.max_households,
        "target_households": rules.target_households,
    }
