"""The figures of every unit before and after, from the plans' own and what stands in the cells."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.db.models import Count

from communities.basemap.models import Cell, CellBuilding, CellSet
from gis_core.accounts.models import Level
from gis_core.shapes import points_at
from grids.checklist.case import VenueAt
from grids.division.cell_table import Counts
from grids.packets.contents.difference import Difference
from grids.packets.contents.model import LevelTotals, Totals, UnitFigures, UnitRow
from grids.proposals.drafting.comparing import Pair
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.plan import Plan


@dataclass(frozen=True, eq=False)
class Counted:
    """What stands in the n rows of a plan's ground: registered households and buildings (n,),
    and for each venue the row it stands in, -1 outside."""

    registered: Counts
    buildings: Counts
    venues: tuple[VenueAt, ...]
    venue_rows: tuple[int, ...]


def count_ground(cell_set: CellSet, plan: Plan, venues: Sequence[VenueAt]) -> Counted:
    """Count once for all units of a plan; what was cut off a cell is open ground."""
    cells = Cell.objects.filter(cell_set=cell_set)
    registered = dict(cells.values_list("pk", "households_registered"))
    standing = CellBuilding.objects.filter(cell__cell_set=cell_set).values("cell_id")
    buildings = dict(standing.annotate(number=Count("pk")).values_list("cell_id", "number"))
    return Counted(
        registered=_by_row(plan, registered),
        buildings=_by_row(plan, buildings),
        venues=tuple(venues),
        venue_rows=_rows_of(plan, venues),
    )


def _by_row(plan: Plan, known: dict[int, int]) -> Counts:
    """(n,) what is known of the cells by key; nothing stands on the pieces cut off them."""
    found = np.array([known.get(key, 0) for key in plan.ground.table.ids.tolist()], np.int64)
    return np.where(plan.ground.piece == 0, found, 0)


def _rows_of(plan: Plan, venues: Sequence[VenueAt]) -> tuple[int, ...]:
    """The row each venue stands in; on a border the first one, as the checklist has it."""
    spots = points_at((venue.lon, venue.lat) for venue in venues)
    venue, row = shapely.STRtree(plan.ground.shapes).query(spots, predicate="intersects")
    found = np.full(len(venues), plan.ground.size, np.int64)
    np.minimum.at(found, venue, row)
    return tuple(at if at < plan.ground.size else -1 for at in found.tolist())


def units_of(
    difference: Difference, counted: tuple[Counted, Counted], level: Level
) -> list[UnitRow]:
    """Every unit of a level once, in the order of the pairs, with both sides' figures."""
    before = figures_of_level(difference.before, counted[0], level)
    after = figures_of_level(difference.after, counted[1], level)
    return [
        UnitRow(
            level,
            before.get(pair.before or NOBODY),
            after.get(pair.after or NOBODY),
            _changes(difference, level, pair),
        )
        for pair in difference.pairs[level]
    ]


def _changes(difference: Difference, level: Level, pair: Pair) -> tuple[str, ...]:
    """What is otherwise than before, in words of the papers."""
    if pair.before is None or pair.after is None:
        return ("新设",) if pair.before is None else ("撤销",)
    before, after = difference.before, difference.after
    old, new = before.units[pair.before], after.units[pair.after]
    found = {
        "调整范围": any(
            flow.before == pair.before or flow.after == pair.after
            for flow in difference.flows[level]
        ),
        "更名": old.name != new.name,
        "改属": _known_as(before, old) != _known_as(after, new),
        "改码": old.code != new.code,
    }
    return tuple(word for word, so in found.items() if so)


def _known_as(plan: Plan, unit: UnitState) -> str | None:
    above = plan.units.get(unit.parent or NOBODY)
    return None if above is None else above.place or above.name


def figures_of_level(plan: Plan, counted: Counted, level: Level) -> dict[int, UnitFigures]:
    """The figures of the living units of a level, by number."""
    venues = defaultdict(list)
    labels = plan.level(level).labels
    for venue, row in zip(counted.venues, counted.venue_rows, strict=True):
        if row >= 0:
            venues[int(labels[row])].append(venue)
    return {
        unit.number: _figures(plan, counted, unit, venues[unit.number]) for unit in plan.live(level)
    }


def _figures(
    plan: Plan, counted: Counted, unit: UnitState, venues: Sequence[VenueAt]
) -> UnitFigures:
    part, rows, table = plan.part(unit.number), plan.rows_of(unit.number), plan.ground.table
    above = plan.units.get(unit.parent or NOBODY)
    compounds = np.unique(table.compound[rows])
    areas = [venue.area for venue in venues]
    return UnitFigures(
        number=unit.number,
        level=Level(unit.level),
        name=unit.name,
        code=unit.code,
        parent=above.name if above else "",
        households=part.households if part else 0,
        estimated=int(table.estimated[rows].sum()),
        dwellings=int(table.dwellings[rows].sum()),
        registered=int(counted.registered[rows].sum()),
        population=int(table.population[rows].sum()),
        area=float(table.area[rows].sum()),
        density=part.density if part else None,
        buildings=int(counted.buildings[rows].sum()),
        compounds=int((compounds >= 0).sum()),
        grids=len(plan.children(unit.number)) if unit.level == Level.COMMUNITY else 0,
        venues=len(venues),
        venue_area=None if None in areas else sum(area or 0 for area in areas),
        served_share=part.served_share if part else None,
        barrier_share=part.barrier_share if part else None,
        deviation=part.deviation if part else 0,
        pieces=part.pieces if part else 0,
    )


def totals_of(difference: Difference, level: Level, rows: Sequence[UnitRow]) -> LevelTotals:
    """A level as a whole, before and after, from its units."""
    before = [row.before for row in rows if row.before]
    after = [row.after for row in rows if row.after]
    return LevelTotals(
        level,
        _totals(difference.before, level, before),
        _totals(difference.after, level, after),
    )


def _totals(plan: Plan, level: Level, units: Sequence[UnitFigures]) -> Totals:
    households = np.array([unit.households for unit in units] or [0])
    known = plan.level(level).totals
    return Totals(
        units=len(units),
        in_bounds=sum(unit.deviation == 0 for unit in units),
        least=int(households.min()),
        most=int(households.max()),
        mean=float(households.mean()),
        spread=float(households.std()),
        households=int(households.sum()),
        estimated=sum(unit.estimated for unit in units),
        dwellings=sum(unit.dwellings for unit in units),
        population=sum(unit.population for unit in units),
        area=sum(unit.area for unit in units),
        buildings=sum(unit.buildings for unit in units),
        disconnected=sum(unit.pieces > 1 for unit in units),
        compounds_split=known.compounds_split,
        barrier_share=known.barrier_share,
        served_share=_served(units),
    )


def _served(units: Sequence[UnitFigures]) -> float | None:
    """The share of all households within the service radius; None where no unit knows."""
    known = [
        (unit.served_share, unit.households) for unit in units if unit.served_share is not None
    ]
    households = sum(count for _share, count in known)
    return sum(share * count for share, count in known) / households if households else None
