"""What a proposal changes, as a reviewer's page tells it: tables of units and of moved ground."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from grids.proposals.drafting.comparing import pair_units
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.fates import Fate, Moved, fates, moved_pieces
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import LEVELS, Side
from grids.proposals.drafts.reasons import Reasons, Step

KINDS = ("merged", "split", "regrouped", "renamed", "abolished", "created")


@dataclass(frozen=True)
class FateTable:
    """All units to which one thing happens."""

    kind: str
    title: str
    rows: list["FateRow"]


@dataclass(frozen=True)
class FateRow:
    """The names before and after, with the communities of grids."""

    level: str
    before: str
    after: str
    households: int


@dataclass(frozen=True)
class MovedRow:
    """One piece of ground that changed its unit, why, and where it lies (degrees)."""

    level: str
    before: str
    after: str
    cells: int
    households: int
    reasons: list[Step]
    box: str


@dataclass(frozen=True)
class BalanceRow:
    """One figure of a level before and after."""

    label: str
    before: float | None
    after: float | None
    share: bool = False


@dataclass(frozen=True)
class Balance:
    """The figures of a level before and after."""

    level: str
    rows: list[BalanceRow]


@dataclass(frozen=True)
class Changes:
    """The difference of two states, level by level."""

    fates: list[FateTable]
    moved: list[MovedRow]
    balances: list[Balance]


def changes_of(before: Side, after: Side, reasons: Reasons) -> Changes:
    """What the second state changes; `reasons` of the second's cells."""
    found: list[Fate] = []
    moved: list[Moved] = []
    for level in LEVELS:
        same = before.draft == after.draft
        pairs = pair_units(before.plan, after.plan, level, same_draft=same)
        found += fates(before.plan, after.plan, level, pairs)
        moved += moved_pieces(before.plan, after.plan, level, pairs)
    return Changes(
        fates=_tables(before.plan, after.plan, found),
        moved=[_moved(before.plan, after.plan, one, reasons) for one in moved],
        balances=[_balance(before.plan, after.plan, level) for level in LEVELS],
    )


def box_text(box: Any) -> str:
    """Degrees as the page's script reads them, empty for nowhere."""
    return ",".join(f"{value:.6f}" for value in box) if box is not None else ""


def _tables(before: Plan, after: Plan, found: list[Fate]) -> list[FateTable]:
    titles = {
        "merged": _("合并"),
        "split": _("拆分"),
        "regrouped": _("改属社区"),
        "renamed": _("改名"),
        "abolished": _("撤销"),
        "created": _("新建"),
    }
    rows = {
        kind: [
            FateRow(
                level=one.level.value,
                before=_names(before, one.before),
                after=_names(after, one.after),
                households=one.households,
            )
            for one in found
            if one.kind == kind
        ]
        for kind in KINDS
    }
    return [FateTable(kind, titles[kind], rows[kind]) for kind in KINDS if rows[kind]]


def _names(plan: Plan, numbers: tuple[int, ...]) -> str:
    return "、".join(_full_name(plan, number) for number in numbers) or "—"


def _full_name(plan: Plan, number: int) -> str:
    """A unit's name, a grid's behind its community's."""
    if number == NOBODY:
        return _("未划分")
    unit = plan.units[number]
    above = plan.units.get(unit.parent or NOBODY)
    return f"{above.name} · {unit.name}" if above else unit.name


def _moved(before: Plan, after: Plan, one: Moved, reasons: Reasons) -> MovedRow:
    ground = max(before, after, key=lambda plan: plan.ground.size).ground
    rows = list(one.rows)
    return MovedRow(
        level=one.level.value,
        before=_full_name(before, one.before),
        after=_full_name(after, one.after),
        cells=len(rows),
        households=int(ground.households[rows].sum()),
        reasons=reasons.of(rows),
        box=box_text(shapely.total_bounds(ground.shapes[rows])),
    )


def _balance(before: Plan, after: Plan, level: Level) -> Balance:
    figures = [_figures(plan, level) for plan in (before, after)]
    rows = [
        BalanceRow(_labels()[key], figures[0][key], figures[1][key], share=key == "barrier_share")
        for key in figures[0]
    ]
    return Balance(level.value, rows)


def _figures(plan: Plan, level: Level) -> dict[str, float | None]:
    parts = [plan.part(unit.number) for unit in plan.live(level)]
    known = [part for part in parts if part is not None]
    households = np.array([part.households for part in known] or [0])
    totals = plan.level(level).totals
    return {
        "units": len(known),
        "in_bounds": sum(part.deviation == 0 for part in known),
        "least": int(households.min()),
        "most": int(households.max()),
        "mean": round(float(households.mean())),
        "spread": round(float(households.std())),
        "disconnected": sum(part.pieces > 1 for part in known),
        "compounds_split": totals.compounds_split,
        "barrier_share": totals.barrier_share,
    }


def _labels() -> dict[str, str]:
    return {
        "units": _("单位数"),
        "in_bounds": _("在限内"),
        "least": _("最少户数"),
        "most": _("最多户数"),
        "mean": _("平均户数"),
        "spread": _("户数标准差"),
        "disconnected": _("不连片的单位"),
        "compounds_split": _("被分开的小区"),
        "barrier_share": _("边界沿道路、河流或围墙"),
    }
