"""The cells a line is drawn over in a draft, and the side each goes to."""

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes, Counts, Flags
from grids.proposals.drafting.cutting import zone_of_ground
from grids.proposals.drafting.effects import Effect, UnitState
from grids.proposals.drafting.lines import (
    Ask,
    Fabric,
    Reshaped,
    make_fabric,
    shape_changes,
    sort_cells,
)
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import settle

A_CELL = 1e-6  # households a cell without any counts for


class Sides:
    """The cells a line was drawn over, and the pieces it cuts, with the side each lies on.

    `rows` (c,) cells, then pieces; `was` (c,) the grid each comes from; `inside` (c,) whether it
    lies in the region the line bounds.
    """

    def __init__(
        self, plan: Plan, fabric: Fabric, rows: Codes, ask: Ask, *, cut_open: bool
    ) -> None:
        places = fabric.places(rows)
        free = plan.ground.open[rows] & ~plan.locked[rows] & cut_open
        sorting = sort_cells(fabric, places, ask, places[free])
        shapes = shapely.to_wkb(plan.ground.shapes[fabric.rows], hex=True)
        stored = dict(zip(fabric.rows.tolist(), shapes.tolist(), strict=True))
        self.plan = plan
        self.cut: Reshaped = shape_changes(fabric, stored, sorting, plan.ground.size)
        pieces = self.cut.pieces
        self.rows = np.append(rows, np.array([one.row for one in pieces], np.int32))
        self.was = plan.labels[np.append(rows, np.array([one.of for one in pieces], np.int32))]
        self.inside = np.append(sorting.inside[places], [one.inside for one in pieces]).astype(bool)

    @property
    def households(self) -> Counts:
        """(c,) of each cell; nobody lives in a piece."""
        return np.append(
            self.plan.ground.households[self.rows[: len(self.rows) - len(self.cut.pieces)]],
            np.zeros(len(self.cut.pieces), np.int64),
        )

    def grids_inside(self) -> set[int]:
        """The grids of which most lies inside, by households, cells where nobody lives."""
        weight = self.households + A_CELL
        share = np.bincount(self.was, weight * self.inside) / np.maximum(
            np.bincount(self.was, weight), A_CELL
        )
        return set(np.flatnonzero(share > 0.5).tolist())

    def smaller(self, unit: UnitState, inside: Flags) -> Flags:
        """(c,) whether a cell lies on the side with fewer households, of equals with fewer cells.

        Raises Refused where all cells lie on one side.
        """
        if inside.all() or not inside.any():
            text = _("这条线没有把“%(unit)s”的单元分到两侧：建筑都在同一侧。请把线画在建筑之间。")
            raise Refused("one_side", text % {"unit": unit.name})
        people = self.households
        sides = [(int(people[own].sum()), int(own.sum())) for own in (inside, ~inside)]
        return np.asarray(inside if sides[0] <= sides[1] else ~inside)

    def settle(self, to: Codes, units: tuple[UnitState, ...] = ()) -> Effect:
        """The effect of every cell and piece going to its grid `to` (c,)."""
        return settle(self.plan, self.rows, to.astype(np.int32), units, shapes=self.cut.changes)


def fabric_of(plan: Plan, rows: Codes) -> Fabric:
    """These cells and all that touch them, in metres."""
    table = plan.ground.table
    measure = plan.ground.measure(Level.GRID, plan.kind)
    borders = measure.incidence.of(rows)
    around = np.union1d(table.edges[borders].ravel(), rows).astype(np.int64)
    return make_fabric(
        zone_of_ground(plan.ground),
        around,
        plan.ground.shapes[around],
        plan.ground.built[around],
        footprints=lambda which: plan.ground.footprints(table.ids[which]),
        along=_along_barriers(plan, borders),
    )


def _along_barriers(plan: Plan, borders: Codes) -> Codes:
    """(p, 2) pairs of cells a < b of which at least half of the border runs along barriers."""
    table = plan.ground.table
    pairs, place = np.unique(np.sort(table.edges[borders], axis=1), axis=0, return_inverse=True)
    metres, place = table.length[borders], place.ravel()
    along = np.bincount(place, np.where(table.barrier[borders] >= 0, metres, 0.0), len(pairs))
    return np.asarray(pairs[2 * along >= np.bincount(place, metres, len(pairs))])
