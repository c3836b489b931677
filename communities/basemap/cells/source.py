"""What the builder is given, and the gate it passes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from communities.basemap.cells.findings import Finding, found
from communities.basemap.cells.rules import Flags, Geometries, Ints
from communities.basemap.cells.segments import FARTHEST_EAST, FARTHEST_NORTH, FARTHEST_SOUTH

POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
LINEAR = (
    shapely.GeometryType.LINESTRING,
    shapely.GeometryType.LINEARRING,
    shapely.GeometryType.MULTILINESTRING,
)


class CellInputError(ValueError):
    """The input cannot be worked with at all; the text says what and how to repair it."""


def geometries(values: Sequence[object] | Geometries = ()) -> Geometries:
    """A one-dimensional object array, also of nothing."""
    array = np.empty(len(values), dtype=object)
    array[:] = list(values)
    return array


@dataclass(frozen=True)
class CellSource:
    """Areas to be tiled, what stands in them and what divides them, in metres.

    `areas` (communities) are polygonal and do not overlap; `compounds` holds the compound of
    each building or -1; `extra_lines` are wished borders without a class (present grids).
    """

    areas: Geometries
    area_ids: Ints
    buildings: Geometries
    building_ids: Ints
    compounds: Ints
    barriers: Geometries = field(default_factory=geometries)
    barrier_classes: Geometries = field(default_factory=geometries)
    extra_lines: Geometries = field(default_factory=geometries)


def admit_source(source: CellSource) -> tuple[CellSource, list[Finding]]:
    """The source in two dimensions without what cannot be used, and what was refused.

    Raises CellInputError where arrays do not fit together or an area is unusable.
    """
    _check_lengths(source)
    _check_areas(source)
    keep_building, reasons = _usable(source.buildings, POLYGONAL)
    refused = [
        found("invalid_building", detail=reasons[row], buildings=[source.building_ids[row]])
        for row in np.flatnonzero(~keep_building)
    ]
    keep_barrier, reasons = _usable(source.barriers, LINEAR)
    refused += [
        found("invalid_barrier", detail=reasons[row], barriers=[int(row)])
        for row in np.flatnonzero(~keep_barrier)
    ]
    keep_line, _ = _usable(source.extra_lines, LINEAR)
    return _flat(source, keep_building, keep_barrier, keep_line), refused


def _flat(source: CellSource, buildings: Flags, barriers: Flags, lines: Flags) -> CellSource:
    """Barriers keep their places (findings name them by row): a refused one becomes empty."""
    empty = shapely.LineString()
    kept = np.where(barriers, source.barriers, empty) if len(source.barriers) else source.barriers
    return replace(
        source,
        areas=shapely.force_2d(source.areas),
        buildings=shapely.force_2d(source.buildings[buildings]),
        building_ids=source.building_ids[buildings],
        compounds=source.compounds[buildings],
        barriers=shapely.force_2d(kept),
        extra_lines=shapely.force_2d(source.extra_lines[lines]),
    )


def _check_lengths(source: CellSource) -> None:
    groups = {
        "社区": (source.areas, source.area_ids),
        "建筑": (source.buildings, source.building_ids, source.compounds),
        "分隔线": (source.barriers, source.barrier_classes),
    }
    for name, arrays in groups.items():
        if len({len(array) for array in arrays}) != 1:
            raise CellInputError(f"{name}的几何与属性数量不一致；请检查数据来源。")
    for name, ids in (("社区", source.area_ids), ("建筑", source.building_ids)):
        if len(np.unique(ids)) != len(ids):
            raise CellInputError(f"{name}编号重复；请为每个{name}提供唯一编号。")


def _check_areas(source: CellSource) -> None:
    usable, reasons = _usable(source.areas, POLYGONAL)
    for row in np.flatnonzero(~usable)[:1]:
        raise CellInputError(
            f"社区（编号 {source.area_ids[row]}）的边界不可用：{reasons[row]}；请先修复该边界。"
        )


def _usable(values: Geometries, types: tuple[shapely.GeometryType, ...]) -> tuple[Flags, list[str]]:
    """Which geometries can be used, and for each the reason why not."""
    polygonal = shapely.GeometryType.POLYGON in types
    bounds = shapely.bounds(values) if len(values) else np.empty((0, 4))
    near = np.abs(bounds[:, [0, 2]]).max(axis=1, initial=0) < FARTHEST_EAST
    near &= (bounds[:, 1] > FARTHEST_SOUTH) & (bounds[:, 3] < FARTHEST_NORTH)
    tests = (
        (np.isin(shapely.get_type_id(values), [int(one) for one in types]), "几何类型不符"),
        (~shapely.is_empty(values), "空几何"),
        (_finite(values), "坐标不是有限数"),
        (near, "坐标超出三度带米制坐标的范围"),
        (shapely.is_valid(values) | ~np.bool_(polygonal), "自相交或环不合法"),
        ((shapely.area(values) > 1e-4) | ~np.bool_(polygonal), "面积为零"),
    )
    reasons = [""] * len(values)
    for passed, reason in tests:
        for row in np.flatnonzero(~passed):
            reasons[row] = reasons[row] or reason
    return np.array([not reason for reason in reasons], dtype=bool), reasons


def _finite(values: Geometries) -> Flags:
    """Whether every coordinate is a number; bounds alone pass over NaN."""
    coordinates, owner = shapely.get_coordinates(values, return_index=True)
    finite = np.ones(len(values), dtype=bool)
    finite[owner[~np.isfinite(coordinates).all(axis=1)]] = False
    return finite
