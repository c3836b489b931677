"""Random moves in the town, and the server's figures after each."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import Effect, Move, UnitChange, UnitState
from grids.proposals.drafting.ground import Ground
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.telling import figures_of, tell_unit, totals_of
from layers.api.ground_names import Names
from layers.api.ground_packets import ground_packet
from tests.desk_vectors.town import ACROSS, COMMUNITIES, UP, make_ground

PATH = Path(__file__).parents[2] / "layers" / "frontend" / "tests" / "desk-vectors.json"
STEPS = 14
LEVELS = (Level.COMMUNITY, Level.GRID)


def written() -> str:
    """The file as it should be: one line for each step."""
    ground = make_ground()
    packet = base64.b64encode(ground_packet(ground, _names(ground))).decode()
    drafts = [_draft(kind) for kind in ("division", "consolidation")]
    head = json.dumps({"ground": packet})[1:-1]
    body = ",\n".join(_lines(draft) for draft in drafts)
    return f'{{{head},\n"drafts":[\n{body}\n]}}\n'


def _names(ground: Ground) -> Names:
    venues = zip(ground.sites.ids, ground.sites.names, strict=True)
    return Names(
        number=np.arange(ground.size) + 1,
        buildings=np.ones(ground.size, np.int64),
        compounds=[{"id": key, "name": f"小区{key}"} for key in ground.table.compound_ids],
        communities=[],
        venues=[{"id": key, "name": name, "lonlat": None} for key, name in venues],
    )


def _lines(draft: dict[str, Any]) -> str:
    steps = ",\n".join(map(_line, draft.pop("steps")))
    return f'{_line(draft)[:-1]},"steps":[\n{steps}\n]}}'


def _line(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _draft(kind: str) -> dict[str, Any]:
    """A draft of this kind: its units, labels and figures, and what moves do to them."""
    rng = np.random.default_rng(11)
    plan = _begin(kind)
    units = [tell_unit(plan, number) for number in sorted(plan.units)]
    return {
        "kind": kind,
        "units": units,
        "labels": plan.labels.tolist(),
        "figures": {str(number): figures_of(plan, number) for number in sorted(plan.units)},
        "totals": _totals(plan),
        "steps": list(_steps(plan, rng)),
    }


def _begin(kind: str) -> Plan:
    """Three grids in each community, from south to north; two cells belong to nobody."""
    ground = make_ground()
    line = np.arange(ground.size) // ACROSS
    labels = COMMUNITIES + 1 + 3 * ground.table.community + line * 3 // UP
    labels[[0, 77]] = 0
    communities = [UnitState(row + 1, "community", f"社区{row + 1}") for row in range(COMMUNITIES)]
    grids = [
        UnitState(COMMUNITIES + 1 + row, "grid", f"网格{row + 1}", parent=1 + row // 3)
        for row in range(3 * COMMUNITIES)
    ]
    spare = UnitState(99, "grid", "新网格", parent=2)
    locked = np.zeros(ground.size, np.bool_)
    return Plan(ground, kind, [*communities, *grids, spare], labels.astype(np.int32), locked)


def _steps(plan: Plan, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Patches of cells to a grid near by, to one far off, to nobody, to a new one; a whole grid;
    grids to another community."""
    for step in range(STEPS):
        if step % 5 == 3:
            yield _regroup(plan, rng)
            continue
        whole = step % 5 == 4
        rows = plan.rows_of(int(plan.labels[80])) if whole else _patch(plan, rng)
        near = [int(number) for number in np.unique(plan.labels[_patch(plan, rng)])]
        to = int(rng.choice([*near, 0, 99, 7, 24]))
        moves = [
            Move(tuple(rows[plan.labels[rows] == before].tolist()), int(before), to)
            for before in np.unique(plan.labels[rows])
            if before != to
        ]
        yield _make(plan, Effect(moves=tuple(moves)), rows, to)


def _patch(plan: Plan, rng: np.random.Generator) -> Codes:
    """The cells round a place, some way."""
    size = plan.ground.size
    middle, radius = int(rng.integers(size)), rng.uniform(60, 320)
    xy = plan.ground.table.xy
    return np.flatnonzero(np.hypot(*(xy - xy[middle]).T) <= radius).astype(np.int32)


def _regroup(plan: Plan, rng: np.random.Generator) -> dict[str, Any]:
    """All the grids of a patch go to one community."""
    rows, to = _patch(plan, rng), int(rng.integers(1, COMMUNITIES + 1))
    grids = [plan.units[int(number)] for number in np.unique(plan.labels[rows]) if number]
    changes = [UnitChange(grid.number, grid, replace(grid, parent=to)) for grid in grids]
    rows = rows[plan.labels[rows] > 0]
    return _make(plan, Effect(units=tuple(changes)), rows, to)


def _make(plan: Plan, effect: Effect, rows: Codes, to: int) -> dict[str, Any]:
    touched = plan.apply(effect).outlines
    figures = {str(number): figures_of(plan, number) for number in sorted(touched)}
    return {"rows": rows.tolist(), "to": to, "figures": figures, "totals": _totals(plan)}


def _totals(plan: Plan) -> dict[str, Any]:
    return {level.value: totals_of(plan, level) for level in LEVELS}
