"""What the builder met in the input and how it dealt with it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

TEXTS = {
    "invalid_building": "建筑轮廓无效（{detail}），未参与划分；请修复几何后重新导入。",
    "invalid_barrier": "道路、河流等线状要素无效（{detail}），已忽略；请修复后重新导入。",
    "outside_areas": "建筑不在任何社区范围内，未参与划分；请核对社区边界或建筑坐标。",
    "duplicate_buildings": "建筑轮廓重复，已归入同一单元；请核对是否重复录入。",
    "overlapping_buildings": "建筑轮廓互相重叠，无法分开，已归入同一单元；请核对轮廓。",
    "astride_barrier": "建筑跨越道路等分隔线，已整体划入一侧，分隔线在此绕行。",
    "astride_boundary": "建筑跨越社区边界，已整体划入重叠较大的一侧；请核对社区边界。",
    "cut_off_ground": "建筑整体划入一侧后，余下地块与本社区断开，已划出本社区；请核对社区边界。",
    "stays_cut_off": "社区外的建筑把有建筑的地块与本社区隔开，仍属本社区；请核对社区边界。",
    "dangling_barrier": "线段一端未与其他线相接，不作为分隔线；如应贯通，请补齐线段。",
    "closed_gap": "线段端点与相邻线仅差少许，已自动连接；请核对。",
    "strip_absorbed": "狭长或细小的无建筑地块，已并入相邻地块。",
    "area_gap": "社区之间有缝隙，已并入相邻社区；请核对社区边界。",
    "area_overlap": "社区范围互相重叠，重叠部分划入编号靠前的社区；请核对社区边界。",
    "building_in_parts": "同一建筑由分离的几部分组成，计入最大部分所在单元；请核对是否为多栋。",
    "mixed_compounds": "同一单元内的建筑属于不同小区，按面积最大的建筑确定；请核对小区归属。",
    "fallback_tessellation": "该地块内建筑轮廓过于复杂，整个地块作为一个单元；请检查该处建筑。",
    "invalid_cell": "单元几何无效（{detail}）。",
    "not_edge_matched": "相邻单元的边界未严格重合（{detail}）。",
    "overlapping_cells": "单元互相重叠（{detail}）。",
    "area_not_covered": "单元未完整铺满社区（{detail}）。",
    "building_cut": "建筑超出所在单元（{detail}）。",
    "building_lost": "建筑没有所属单元（{detail}）。",
    "area_disconnected": "社区本身连通，但其单元不连通（{detail}）。",
    "bad_adjacency": "单元邻接表不一致（{detail}）。",
}


@dataclass(frozen=True)
class Finding:
    """One thing met, with the buildings, barriers or cells it concerns.

    `area_m2` is the area moved, overlapped, absorbed or missing, 0 where it has no meaning;
    `x`, `y` is a point to zoom to (metres), NaN where there is none.
    """

    code: str
    text: str
    buildings: tuple[int, ...] = ()
    barriers: tuple[int, ...] = ()
    cells: tuple[int, ...] = ()
    area_m2: float = 0.0
    x: float = float("nan")
    y: float = float("nan")


def found(
    code: str,
    *,
    detail: str = "",
    buildings: Iterable[int] = (),
    barriers: Iterable[int] = (),
    cells: Iterable[int] = (),
    area_m2: float = 0.0,
    at: tuple[float, float] = (float("nan"), float("nan")),
) -> Finding:
    """A finding with the text of its code."""
    return Finding(
        code=code,
        text=TEXTS[code].format(detail=detail),
        buildings=tuple(int(one) for one in buildings),
        barriers=tuple(int(one) for one in barriers),
        cells=tuple(int(one) for one in cells),
        area_m2=float(area_m2),
        x=float(at[0]),
        y=float(at[1]),
    )


def count_findings(findings: Iterable[Finding]) -> dict[str, int]:
    """How often each code was met."""
    return dict(sorted(Counter(finding.code for finding in findings).items()))
