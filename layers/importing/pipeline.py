"""Frames out of a reading: convert, derive, number, and note everything in the report."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gis_core.files.request import EDGES
from gis_core.files.sandbox import Reading
from layers.importing.frame import Frame
from layers.importing.layers import Layer, Options
from layers.importing.references import References
from layers.importing.report import Report

SAMPLE_PER_BATCH = 400


def frames(reading: Reading, layer: Layer, options: Options, report: Report) -> Iterator[Frame]:
    """The file's rows, converted and judged; the report grows as they pass."""
    references = References(layer)
    for batch in reading.batches(list(report.columns.values())):
        frame = Frame(batch)
        frame.convert(layer.by_name, report.columns)
        layer.derive(frame, options)
        references.apply(frame)
        note(frame, layer, report)
        yield frame
    repeated = references.repeated_shapes()
    if repeated and layer.want == "MultiPolygon":
        report.warnings.append(
            f"{repeated} 行与前面某行的轮廓完全相同（重复绘制）。已照样载入，生成单元时合并。"
        )


def note(frame: Frame, layer: Layer, report: Report) -> None:
    """Add what one frame found."""
    kept = frame.kept()
    report.rows += len(frame)
    report.loaded += int(kept.sum())
    report.faults += frame.codes
    report.notes += frame.notes
    for at in np.flatnonzero(frame.refused != None):  # noqa: E711  # elementwise
        report.refuse(int(frame.number[at]), str(frame.refused[at]))
    left_out = frame.left_out[(frame.left_out != None) & (frame.refused == None)]  # noqa: E711
    report.left_out += Counter(left_out.tolist())
    _count_values(frame, layer, report, kept)
    _note_place(frame, report, kept)


def _count_values(
    frame: Frame, layer: Layer, report: Report, kept: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> None:
    for name in filter(None, [layer.shown, "floors", "count_source"]):
        if name in frame.columns:
            values = frame.columns[name].filter(pa.array(kept))
            counted = {
                str(one["values"]) if one["values"] is not None else "未知": int(one["counts"])
                for one in pc.value_counts(values).to_pylist()
            }
            report.distributions.setdefault(name, Counter()).update(counted)


def _note_place(
    frame: Frame, report: Report, kept: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> None:
    lon, lat = frame.measure("lon")[kept], frame.measure("lat")[kept]
    if not len(lon) or np.isnan(lon).all():
        return
    west, south, east, north = (frame.measure(name)[kept] for name in EDGES)
    report.widen(float(west.min()), float(south.min()), float(east.max()), float(north.max()))
    step = max(1, len(lon) // SAMPLE_PER_BATCH)
    report.sample += list(zip(lon[::step].tolist(), lat[::step].tolist(), strict=True))
