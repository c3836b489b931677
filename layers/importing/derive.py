"""Fields that no single column gives: class of a line, kind of ground, floors from a height."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from communities.basemap.counts.estimate import estimate_counts
from communities.basemap.models import BuildingUse, CountSource
from layers.importing import vocabulary
from layers.importing.frame import Frame
from layers.importing.values import parts_of

if TYPE_CHECKING:
    from layers.importing.layers import Options

SURVEYED = ("households_registered", "households_resident", "population")
SMALLEST_WATER_OUTLINE_M2 = 2000.0

_LINE_KEYS = ("barrier_class", "highway", "railway", "waterway", "water", "natural", "barrier")
_WATER_KEYS = frozenset({"water", "natural", "waterway"})
_GROUND_KEYS = ("kind", "natural", "water", "waterway", "landuse", "leisure", "place", "highway")

_PATH = "内部小路、步道（如这里以步道为街，请加 --with-paths）"
_OTHER = "不是分隔物：{word}"
_TUNNEL = "隧道、涵洞：地面上没有分隔"
_SMALL = f"小于 {SMALLEST_WATER_OUTLINE_M2:.0f} 平方米的水面"
_GROUND_OTHER = "不是水面、绿地、广场或农田：{word}"


def buildings(frame: Frame, options: "Options") -> None:
    """Floors from the height where unknown, use where no column gives it, and the counts."""
    if "height" in frame.columns:
        floors = frame.columns.get("floors", pa.nulls(len(frame), pa.int64()))
        frame.columns["floors"] = pc.coalesce(floors, frame.columns.pop("height"))
    if "use" not in frame.columns:
        frame.columns["use"] = pa.array([BuildingUse.UNKNOWN.value] * len(frame))
    _counts(frame)


def named(frame: Frame, options: "Options") -> None:
    """A name is required row by row."""
    for at in np.flatnonzero(pc.equal(frame.columns["name"], "").to_numpy(False)):
        frame.refuse(int(at), "name", "名称为空")


def barriers(frame: Frame, options: "Options") -> None:
    """One class per line, from whichever column says it."""
    classes = np.full(len(frame), None, dtype=object)
    outline, area = frame.flag("stood_in"), frame.measure("area_m2")
    tunnel = ~np.isin(frame.array("tunnel", "").astype(str), ["", "no", "否"])
    given = [(key, frame.array(key, "")) for key in _LINE_KEYS if key in frame.columns]
    for at in range(len(frame)):
        words = [(key, str(column[at]).lower()) for key, column in given if column[at]]
        found, reason = _line_class(words, outline=bool(outline[at]), paths=options.paths)
        if tunnel[at] and found not in {None, "wall"}:
            found, reason = None, _TUNNEL
        classes[at] = found
        if found is None:
            frame.left_out[at] = reason
    _leave_out_ponds(frame, outline, area)
    frame.columns["barrier_class"] = pa.array(classes, pa.string())


def ground(frame: Frame, options: "Options") -> None:
    """One kind per polygon, from whichever column says it."""
    kinds = np.full(len(frame), None, dtype=object)
    given = [frame.array(key, "") for key in _GROUND_KEYS if key in frame.columns]
    for at in range(len(frame)):
        words = [part for column in given if column[at] for part in parts_of(column[at].lower())]
        kinds[at] = next((vocabulary.KINDS[w] for w in words if w in vocabulary.KINDS), None)
        if kinds[at] is None:
            frame.left_out[at] = _GROUND_OTHER.format(word=words[0] if words else "（空）")
    frame.columns["kind"] = pa.array(kinds, pa.string())


def _line_class(
    words: list[tuple[str, str]], *, outline: bool, paths: bool
) -> tuple[str | None, str]:
    """The class of one line, or None and why it is none."""
    reason = _OTHER.format(word="（空）")
    for key, text in words:
        for word in parts_of(text):
            found = vocabulary.CLASSES.get(word)
            if found is None and key in _WATER_KEYS and outline and word not in {"yes", "no"}:
                found = vocabulary.CLASSES["water"] if key != "natural" else None
            if found is None and paths and word in vocabulary.PATHS:
                found = "local"
            if found is not None and not (outline and found not in {"river", "canal", "wall"}):
                return found, ""
        inside = any(word in vocabulary.PATHS for word in parts_of(text))
        reason = _PATH if inside else _OTHER.format(word=text[:30])
    return None, reason


def _leave_out_ponds(frame: Frame, outline: NDArray[np.bool_], area: NDArray[np.float64]) -> None:
    small = outline & (area < SMALLEST_WATER_OUTLINE_M2)
    frame.left_out[small & frame.kept()] = _SMALL


def _counts(frame: Frame) -> None:
    """Counts of the file where a row has any; estimates elsewhere."""
    surveyed = np.zeros(len(frame), dtype=bool)
    for name in SURVEYED:
        surveyed |= ~np.isnan(frame.numbers(name))
    use = frame.array("use", BuildingUse.UNKNOWN.value)
    found = estimate_counts(
        np.nan_to_num(frame.measure("area_m2")),
        frame.numbers("floors"),
        use,
        frame.numbers("dwellings"),
    )
    estimates = {
        "dwellings": found.dwellings,
        "households_resident": found.households,
        "population": found.population,
    }
    for name, values in estimates.items():
        given = frame.columns.get(name, pa.nulls(len(frame), pa.int64()))
        frame.columns[name] = pc.if_else(pa.array(surveyed), given, pa.array(values))
    source = pa.array([CountSource.BUILDING.value, CountSource.ESTIMATE.value])
    frame.columns["count_source"] = source.take(pa.array((~surveyed).astype(np.int8)))
