"""The units before and after and the ground that moves, as tables with outlines."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely

from gis_core.accounts.models import Level
from gis_core.shapes import Shapes, shape_array
from grids.packets.contents.difference import LEVELS, full_name
from grids.packets.contents.model import Contents, UnitFigures
from grids.packets.tables.cleaning import clean
from grids.proposals.drafting.comparing import pair_units
from grids.proposals.drafting.fates import Moved, moved_pieces
from grids.proposals.drafting.outlines import outline_of
from grids.proposals.drafting.plan import Plan

WORDS = {Level.COMMUNITY: "社区", Level.GRID: "网格"}


@dataclass(frozen=True)
class Field:
    """A column under two names: Chinese, and of at most ten ASCII letters for DBF; `kind` is
    "text", "count" or "measure"."""

    name: str
    ascii: str
    kind: str
    meaning: str


@dataclass(frozen=True, eq=False)
class Layer:
    """A table with a multipolygon (EPSG:4490) to each row; `values` by field."""

    name: str
    ascii: str
    fields: tuple[Field, ...]
    values: tuple[tuple[Any, ...], ...]
    shapes: Shapes


UNIT_FIELDS = (
    Field("层级", "LEVEL", "text", "社区或网格"),
    Field("代码", "CODE", "text", "区划代码；新设单元在公布时赋码，之前为空"),
    Field("名称", "NAME", "text", "单元名称"),
    Field("所属", "PARENT", "text", "网格所属社区；社区为空"),
    Field("户数", "HOUSEHOLD", "count", "按规则口径的户数"),
    Field("住宅套数", "DWELLING", "count", "住宅套数"),
    Field("常住人口", "POPULATION", "count", "常住人口"),
    Field("面积平方米", "AREA_M2", "measure", "在本县高斯-克吕格投影带内量算"),
    Field("楼栋数", "BUILDING", "count", "楼栋数"),
)
MOVED_FIELDS = (
    Field("层级", "LEVEL", "text", "社区或网格"),
    Field("原单元", "UNIT_FROM", "text", "调整前所属"),
    Field("新单元", "UNIT_TO", "text", "调整后所属"),
    Field("户数", "HOUSEHOLD", "count", "按规则口径的户数"),
    Field("常住人口", "POPULATION", "count", "常住人口"),
    Field("面积平方米", "AREA_M2", "measure", "在本县高斯-克吕格投影带内量算"),
)


def layers_of(contents: Contents, before: Plan, after: Plan) -> list[Layer]:
    """Four layers of units and one of pieces, each of a name of its own."""
    found = []
    for plan, side, ascii_side in ((before, "调整前", "before"), (after, "调整后", "after")):
        for level in LEVELS:
            units = [
                one
                for row in contents.rows(level)
                if (one := row.before if plan is before else row.after)
                and outline_of(plan, one.number) is not None
            ]
            name, latin = f"{side}{WORDS[level]}", f"{level.value}_{ascii_side}"
            found.append(_of_units(name, latin, plan, units))
    return [*found, _of_pieces(before, after)]


def _of_units(name: str, ascii_name: str, plan: Plan, units: list[UnitFigures]) -> Layer:
    values = tuple(
        (WORDS[one.level], one.code, clean(one.name), clean(one.parent), one.households,
         one.dwellings, one.population, round(one.area, 2), one.buildings)
        for one in units
    )  # fmt: skip
    shapes = _multipolygons(outline_of(plan, one.number) for one in units)
    return Layer(name, ascii_name, UNIT_FIELDS, values, shapes)


def _of_pieces(before: Plan, after: Plan) -> Layer:
    """Ground that hangs together and goes from one unit to another, level by level."""
    longer = max(before, after, key=lambda plan: plan.ground.size)
    pieces = [
        piece
        for level in LEVELS
        for piece in moved_pieces(
            before, after, level, pair_units(before, after, level, same_draft=False)
        )
    ]
    values = tuple(_piece(longer, before, after, piece) for piece in pieces)
    shapes = _multipolygons(
        shapely.coverage_union_all(longer.ground.shapes[list(piece.rows)]) for piece in pieces
    )
    return Layer("变动地块", "moved_pieces", MOVED_FIELDS, values, shapes)


def _piece(longer: Plan, before: Plan, after: Plan, piece: Moved) -> tuple[Any, ...]:
    table, rows = longer.ground.table, list(piece.rows)
    return (
        WORDS[piece.level], clean(full_name(before, piece.before)),
        clean(full_name(after, piece.after)), int(table.households[rows].sum()),
        int(table.population[rows].sum()), round(float(table.area[rows].sum()), 2),
    )  # fmt: skip


def _multipolygons(shapes: Iterable[Any]) -> Shapes:
    return shape_array(shapely.multipolygons(shapely.get_parts(shape)) for shape in shapes)
