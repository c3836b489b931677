from typing import Literal

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from scipy.spatial import cKDTree

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes, Flags, Floats
from grids.proposals.drafting.effects import NOBODY, Effect, UnitState
from grids.proposals.drafting.growing import grow_into
from grids.proposals.drafting.looking_up import find_unit, refuse_fixed_communities
from grids.proposals.drafting.operations.move_grids import regroup
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import Number, Wish


class DissolveUnit(Wish):
    """A unit ends: its cells, or its grids, go to its neighbours."""

    kind: Literal["dissolve_unit"]
    unit: Number


def dissolve_unit(plan: Plan, wish: DissolveUnit) -> Asked:
    """Give each cell of a grid, or grid of a community, to the neighbour it lies against."""
    unit = find_unit(plan, wish.unit)
    told = Told(gettext_noop("把%(unit)s拆给相邻单位"), {"unit": unit.name})
    if unit.level == Level.GRID:
        return Asked(_share_cells(plan, unit), told)
    refuse_fixed_communities(plan)
    return Asked(_share_grids(plan, unit), told)


def _share_cells(plan: Plan, unit: UnitState) -> Effect:
    """In a division only grids of the same community take them."""
    measure = plan.ground.measure(Level.GRID, plan.kind)
    rows = plan.rows_of(unit.number)
    borders = measure.incidence.of(rows)
    borders = borders[measure.links[borders]]
    waiting = np.zeros(plan.ground.size, np.bool_)
    waiting[rows] = True
    problem, allowed = measure.problem, _takers(plan, unit)
    edges, length = problem.edges[borders], problem.length[borders]
    labels, left = grow_into(edges, length, plan.labels, waiting, allowed)
    if left.all(where=waiting):
        _refuse_alone(unit)
    labels[left] = labels[_nearest(problem.xy, left, allowed[labels] & ~left)]
    return settle(plan, rows, labels[rows])


def _share_grids(plan: Plan, unit: UnitState) -> Effect:
    """Whole grids go to the neighbouring communities."""
    measure = plan.ground.measure(Level.COMMUNITY, plan.kind)
    ends = plan.labels[measure.problem.edges]
    apart = measure.links & (ends[:, 0] != ends[:, 1]) & (ends > NOBODY).all(axis=1)
    parents = plan.parents()
    waiting = parents == unit.number
    labels, left = grow_into(
        ends[apart], measure.problem.length[apart], parents, waiting, _takers(plan, unit)
    )
    grids = plan.children(unit.number)
    if any(left[grid.number] for grid in grids):
        _refuse_alone(unit)
    moved = [(grid, plan.units[int(labels[grid.number])]) for grid in grids]
    states = [regroup(plan, [grid], to)[0] for grid, to in moved]
    return settle(plan, units=states)


def _takers(plan: Plan, unit: UnitState) -> Flags:
    """(units,) the units of its level that may win cells."""
    found = np.zeros(plan.next_number, np.bool_)
    for other in plan.live(Level(unit.level)):
        alike = plan.consolidates or other.parent == unit.parent
        found[other.number] = other.number != unit.number and not other.locked and alike
    return found


def _nearest(xy: Floats, rows: Flags, among: Flags) -> Codes:
    """For each of `rows`, the nearest of the cells `among`."""
    places = np.flatnonzero(among).astype(np.int32)
    return np.asarray(places[cKDTree(xy[places]).query(xy[rows])[1]] if rows.any() else places[:0])


def _refuse_alone(unit: UnitState) -> None:
    text = _("“%(unit)s”没有可以接收它的相邻单位（同一社区、未锁定）。请改用合并或逐块划转。")
    raise Refused("no_neighbour", text % {"unit": unit.name})
