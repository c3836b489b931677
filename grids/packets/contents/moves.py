"""What goes from one unit to another: ground by units, and every building by its address."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from communities.basemap.models import CellBuilding, CellSet
from gis_core.accounts.models import Level
from grids.division.cell_table import Counts
from grids.notices.addresses import Units, units_by_cell
from grids.packets.contents.difference import LEVELS, Difference, full_name
from grids.packets.contents.model import Fate, Moved, Transfer
from grids.proposals.drafting import fates as drafting
from grids.proposals.drafting.comparing import Flow
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.ground import Ground
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.reasons import Reasons

LABELS = {
    "merged": "合并",
    "split": "拆分",
    "abolished": "撤销",
    "created": "新设",
    "renamed": "更名",
    "regrouped": "改属社区",
}


def fates_of(difference: Difference, level: Level) -> list[Fate]:
    """What becomes of the units of a level, with their names."""
    before, after = difference.before, difference.after
    found = drafting.fates(before, after, level, difference.pairs[level])
    return [_fate(before, after, one) for one in found]


def _fate(before: Plan, after: Plan, one: drafting.Fate) -> Fate:
    regrouped = {}
    if one.kind == "regrouped":
        [old], [new] = one.before, one.after
        left, entered = _above(before, old), _above(after, new)
        regrouped = {"unit": after.units[new].name, "left": left, "entered": entered}
    return Fate(
        kind=one.kind,
        label=LABELS[one.kind],
        level=one.level,
        before=tuple(full_name(before, number) for number in one.before),
        after=tuple(full_name(after, number) for number in one.after),
        households=one.households,
        **regrouped,
    )


def _above(plan: Plan, number: int) -> str:
    return full_name(plan, plan.units[number].parent or NOBODY)


def transfers_of(difference: Difference, buildings: Counts, reasons: Reasons) -> list[Transfer]:
    """The ground between every two units; `buildings` (n,) by row of the difference's ground."""
    found = [_transfer(difference, buildings, flow, reasons) for flow in difference.every_flow]
    return sorted(found, key=lambda one: (LEVELS.index(one.level), -one.households))


def _transfer(difference: Difference, buildings: Counts, flow: Flow, reasons: Reasons) -> Transfer:
    table, rows = difference.ground.table, list(flow.rows)
    return Transfer(
        level=flow.level,
        before=full_name(difference.before, flow.before),
        after=full_name(difference.after, flow.after),
        cells=len(rows),
        buildings=int(buildings[rows].sum()),
        households=int(table.households[rows].sum()),
        population=int(table.population[rows].sum()),
        area=float(table.area[rows].sum()),
        reasons=tuple(step.label for step in reasons.of(rows)),
    )


def moved_of(cell_set: CellSet, difference: Difference) -> list[Moved]:
    """Every cell with buildings that comes to another community or grid, in the order of where
    from, where to, compound and address."""
    ground = difference.ground
    moving = [row for flow in difference.every_flow for row in flow.rows]
    rows = np.unique(np.array(moving, np.int64))
    rows = rows[ground.piece[rows] == 0]
    row_of = dict(zip(ground.table.ids[rows].tolist(), rows.tolist(), strict=True))
    units = units_by_cell(difference.before, difference.after)
    standing = _standing(cell_set, row_of)
    found = [_moved(ground, row_of[key], units[key], names) for key, names in standing.items()]
    return sorted(found, key=_order)


Names = tuple[str, str, str]
"""Of a building: compound, name, address."""


def _standing(cell_set: CellSet, wanted: dict[int, int]) -> dict[int, list[Names]]:
    """The buildings of each wanted cell, by the cell's key."""
    rows = CellBuilding.objects.filter(cell__cell_set=cell_set).order_by("cell_id", "building_id")
    columns = ("building__compound__name", "building__name", "building__address")
    found = defaultdict(list)
    for cell, compound, name, address in rows.values_list("cell_id", *columns).iterator():
        if cell in wanted:
            found[cell].append((compound or "", name, address))
    return found


def _moved(ground: Ground, row: int, units: Units, names: Sequence[Names]) -> Moved:
    compound, name, number = (
        "、".join(dict.fromkeys(filter(None, column))) for column in zip(*names, strict=True)
    )
    return Moved(
        compound=compound,
        name=name,
        number=number,
        buildings=len(names),
        households=int(ground.households[row]),
        population=int(ground.table.population[row]),
        **units._asdict(),
    )


def _order(one: Moved) -> tuple[Any, ...]:
    return (
        one.community_before, one.community_after, one.grid_before, one.grid_after, one.compound,
        *_natural(one.number or one.name),
    )  # fmt: skip


def _natural(text: str) -> Iterator[tuple[int, str]]:
    """Numbers by their size, what stands between them by letter."""
    for part in re.split(r"(\d+)", text):
        yield (int(part), "") if part.isdecimal() else (0, part)
