"""Which coordinate system a file is in: what it says, what a person says, never a silent guess."""

import re
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from gis_core.crs import (
    GEOGRAPHIC,
    UNSHIFTABLE_SRIDS,
    Offset,
    remove_offset,
)
from gis_core.files.faults import FileFault, FileRefused
from gis_core.geometry import CHINA_EXTENT

# Besides the CGCS2000 family: systems on WGS 84, which this country's files often bear (QGIS,
# OpenStreetMap). They differ from CGCS2000 by less than any boundary survey.
ON_WGS84 = frozenset({4326, 3857, *range(32642, 32655)})
ON_CGCS2000 = frozenset({4490, *range(4491, 4555)})
_OLD_DATUM = re.compile(r"beijing|xian|xi'an|pulkovo|krassowsky|krasovsky", re.IGNORECASE)
_KNOWN_DATUM = re.compile(r"cgcs|china[ _]2000|china_geodetic|wgs[ _]?(19)?84|world geodetic", re.I)

OLD_DATUM = (
    "坐标系是 {name}。北京54、西安80 与 CGCS2000 之间没有公开的转换参数，"
    "直接套用会偏移数十至上百米。"
    "请向测绘主管部门取得转换后的 CGCS2000 成果。"
)
UNKNOWN = "不支持坐标系 {name}。请转换为 CGCS2000（EPSG:4490 或 4513–4554）或 WGS84（EPSG:4326）。"


@dataclass(frozen=True)
class Reference:
    """How a file's coordinates become EPSG:4490."""

    crs: pyproj.CRS | None
    offset: Offset
    name: str
    how: str
    swap: bool = False

    def to_stored(self, geometries: NDArray[np.object_]) -> NDArray[np.object_]:
        """Geometries in EPSG:4490; the same objects where nothing has to move."""
        if self.swap:
            geometries = np.asarray(shapely.transform(geometries, lambda xy: xy[:, ::-1]))
        if self.offset != Offset.NONE:
            return np.asarray(shapely.transform(geometries, self._without_offset))
        if self.crs is None or self.crs.is_geographic:
            return geometries
        project = pyproj.Transformer.from_crs(self.crs, GEOGRAPHIC, always_xy=True).transform
        return np.asarray(shapely.transform(geometries, lambda xy: np.column_stack(project(*xy.T))))

    @property
    def moves(self) -> bool:
        """Whether coordinates change on the way in."""
        plane = self.crs is not None and not self.crs.is_geographic
        return self.swap or self.offset != Offset.NONE or plane

    def _without_offset(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return remove_offset(lonlat, self.offset)


def from_person(text: str, swap: bool) -> Reference:
    """What a person answered: `4545`, `EPSG:4545`, `gcj02`, `bd09`."""
    wanted = text.strip().lower().replace("-", "").removeprefix("epsg:")
    if wanted in {Offset.GCJ02, Offset.BD09}:
        name = {"gcj02": "GCJ-02（高德、腾讯）", "bd09": "BD-09（百度）"}[wanted]
        return Reference(None, Offset(wanted), name, "由 --crs 指定，已还原偏移", swap)
    if not wanted.isdigit():
        raise FileRefused(
            FileFault.CRS_UNKNOWN, f"看不懂坐标系“{text}”。请写 EPSG 代码，或 gcj02、bd09。"
        )
    return _accept(_from_code(int(wanted)), "由 --crs 指定", swap)


def from_file(text: str, how: str, swap: bool) -> Reference:
    """What the file says: a WKT, or `EPSG:code`."""
    try:
        crs = pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError as error:
        raise FileRefused(
            FileFault.CRS_UNKNOWN, f"{how}中的坐标系无法识别。请用 --crs 指定。"
        ) from error
    return _accept(crs, how, swap)


def ask(extent: tuple[float, float, float, float], how: str) -> FileRefused:
    """The refusal of a file that does not say its system, with what would fit its numbers."""
    fits = "；".join(candidates(extent)) or "没有合适的候选，请核对坐标"
    west, south, east, north = extent
    return FileRefused(
        FileFault.CRS_UNKNOWN,
        f"文件没有说明坐标系（{how}）。坐标范围 {west:.6g}–{east:.6g}，{south:.6g}–{north:.6g}，"
        f"可能是：{fits}。请确认后用 --crs 指定。",
    )


def candidates(extent: tuple[float, float, float, float]) -> list[str]:
    """Systems the numbers of an extent would fit, as one would type them after --crs."""
    west, south, east, north = extent
    if _within(extent):
        return ["4490（经纬度）", "gcj02（高德、腾讯导出）", "bd09（百度导出）"]
    if _within((south, west, north, east)):
        return ["4490 加 --swap-axes（先纬度后经度）"]
    plausible_north = south > 1_800_000 and north < 6_000_000
    if plausible_north and west > 25_000_000 and east < 46_000_000:
        zone = int(west // 1_000_000)
        return [f"{4513 + zone - 25}（三度带第 {zone} 带，8 位横坐标）"]
    if plausible_north and west > 100_000 and east < 900_000:
        return ["4534–4554 中本县所在带（6 位横坐标），例如中央经线 108°E 为 4545"]
    if west > 1_800_000 and east < 6_000_000:
        return ["三度带坐标加 --swap-axes（先纵坐标后横坐标）"]
    return []


def _from_code(code: int) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_epsg(code)
    except pyproj.exceptions.CRSError as error:
        raise FileRefused(
            FileFault.CRS_UNKNOWN, f"没有 EPSG:{code} 这个坐标系。请核对代码。"
        ) from error


def _accept(crs: pyproj.CRS, how: str, swap: bool) -> Reference:
    code, base = crs.to_epsg(), crs.geodetic_crs
    name = f"EPSG:{code} {crs.name}" if code else crs.name
    datum = f"{base.name} {base.datum.name if base and base.datum else ''}" if base else ""
    if code in UNSHIFTABLE_SRIDS or _OLD_DATUM.search(datum):
        raise FileRefused(FileFault.CRS_REFUSED, OLD_DATUM.format(name=name))
    if code not in ON_CGCS2000 | ON_WGS84 and not _KNOWN_DATUM.search(datum):
        raise FileRefused(FileFault.CRS_REFUSED, UNKNOWN.format(name=name))
    return Reference(crs, Offset.NONE, name, how, swap)


def _within(extent: tuple[float, float, float, float]) -> bool:
    west, south, east, north = CHINA_EXTENT
    return west <= extent[0] and south <= extent[1] and extent[2] <= east and extent[3] <= north


__all__ = ["Reference", "ask", "candidates", "from_file", "from_person"]
