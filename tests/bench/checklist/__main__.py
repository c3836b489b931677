"""How long the checklist takes on a made town: `python -m tests.bench.checklist --across 250`.

A chessboard of square cells of 100 m, five households each, in grids of 10 x 10 cells and
communities of 5 x 5 grids: no database, only the checks.
"""

import argparse
import time
from decimal import Decimal
from uuid import UUID

import numpy as np
import shapely

from communities.territory.rules import DEFAULT_RULES
from gis_core.accounts.models import Level
from grids.checklist.case import Case, Limit, Standing, VenueAt
from grids.checklist.judging import judge
from grids.division.cell_table import CellTable, Codes
from grids.division.sites import Sites
from grids.partitioning import Rules
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.ground import Ground
from grids.proposals.drafting.outlines import outline_of
from grids.proposals.drafting.plan import Plan

STEP = 0.001  # degrees: about 100 m


def made_plan(across: int, up: int) -> Plan:
    """The town as its edition has it, measured."""
    east, north = np.arange(across, dtype=np.int32), np.arange(up, dtype=np.int32)
    x, y = (axis.ravel() for axis in np.meshgrid(east, north))
    grid = (y // 10) * (across // 10) + x // 10
    community = (y // 50) * (across // 50) + x // 50
    count = int(community.max()) + 1
    ids = tuple(UUID(int=number + 1) for number in range(count))
    units = [UnitState(n + 1, "community", f"{n + 1} 社区", f"629931001{n + 1:03d}", str(ids[n]))
             for n in range(count)]  # fmt: skip
    home = dict(zip(grid.tolist(), community.tolist(), strict=True))
    units += [
        UnitState(count + 1 + n, "grid", f"{n} 网格", parent=home[n] + 1) for n in sorted(home)
    ]
    ground = made_ground(x, y, community.astype(np.int32), ids, across)
    labels = (grid + count + 1).astype(np.int32)
    return Plan(ground, "division", units, labels, np.zeros(len(x), np.bool_))


def made_ground(x: Codes, y: Codes, community: Codes, ids: tuple[UUID, ...], across: int) -> Ground:
    n = len(x)
    row = np.arange(n, dtype=np.int32)
    east, north = row[x < x.max()], row[y < y.max()]
    edges = np.concatenate(
        [np.column_stack([east, east + 1]), np.column_stack([north, north + across])]
    )
    counts = np.full(n, 5, np.int64)
    table = CellTable(
        ids=row.astype(np.int64), xy=np.column_stack([x, y]).astype(np.float64) * 100,
        households=counts,
        estimated=counts * 0, dwellings=counts, population=counts * 3, area=np.full(n, 1e4),
        perimeter=np.full(n, 400.0), community=community, community_ids=ids,
        compound=((y // 7) * across + x // 7).astype(np.int32),
        compound_ids=tuple(range(int((y.max() // 7 + 1) * across))),
        edges=edges.astype(np.int32), length=np.full(len(edges), 100.0),
        barrier=np.full(len(edges), -1, np.int32), barrier_names=("local",),
    )  # fmt: skip
    west, south = 107 + x * STEP, 35 + y * STEP
    sites = Sites(("1",), ("中心",), np.array([[2000.0, 2000.0]]))
    return Ground(
        table=table, piece=np.zeros(n, np.int32),
        shapes=shapely.box(west, south, 107 + (x + 1) * STEP, 35 + (y + 1) * STEP),
        subdistrict=np.zeros(n, np.int32), subdistrict_ids=(UUID(int=9),),
        subdistrict_codes=("629931001",), sites=sites,
        grid_rules=Rules(300, 500, 400.0, service_radius=500.0),
        community_rules=Rules(min_households=1000, max_households=3000),
        built=np.ones(n, np.bool_),
        footprints=lambda cells: np.full(len(cells), None, dtype=object),
    )  # fmt: skip


def case_of(plan: Plan) -> Case:
    area = {
        unit.number: outline_of(plan, unit.number).area
        for level in (Level.GRID, Level.COMMUNITY)
        for unit in plan.live(level)
    }
    return Case(
        plan=plan,
        zone=4545,
        limits={
            rule.key: Limit(rule.label, Decimal(rule.value), rule.unit, rule.source)
            for rule in DEFAULT_RULES
        },
        outlines=np.array([outline_of(plan, unit.number) for unit in plan.live(Level.COMMUNITY)]),
        drawn=area,
        venues=(VenueAt("中心", 400, 107.02, 35.02),),
        compounds={},
        bearers={},
        codes={},
        names=frozenset(),
        standing=Standing((1, 1), (1, 1), (1, 1), False),
        counts={},
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--across", type=int, default=250)
    parser.add_argument("--up", type=int, default=200)
    asked = parser.parse_args()
    case = case_of(made_plan(asked.across, asked.up))
    print(f"{case.plan.ground.size} cells, {len(case.plan.live(Level.GRID))} grids")
    for run in ("first", "again", "again"):
        began, busy = time.perf_counter(), time.process_time()
        lines = judge(case)
        took, cpu = time.perf_counter() - began, time.process_time() - busy
        faults = sum(len(line.faults) for line in lines)
        print(f"{run}: {took:.2f} s, {cpu:.2f} s CPU, {faults} faults in {len(lines)} lines")


main()
