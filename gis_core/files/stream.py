"""From an opened source to the stream: rows numbered, filtered, through the geometry gate."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.gate import Gate
from gis_core.files.recognise import Format, recognise
from gis_core.files.reference import Reference, ask, from_file, from_person
from gis_core.files.request import EDGES, Header, ReadRequest
from gis_core.files.tables import TableSource
from gis_core.files.unpack import unpack
from gis_core.files.vector import GEOMETRY, VectorSource, keep_rows

Source = VectorSource | TableSource

CHECKED = {
    "row": pa.int64(),
    "geom": pa.binary(),
    "fault": pa.string(),
    "detail": pa.string(),
    "stood_in": pa.bool_(),
    "area_m2": pa.float64(),
    "lon": pa.float64(),
    "lat": pa.float64(),
    **dict.fromkeys(EDGES, pa.float64()),
}


def open_source(
    request: ReadRequest, isolation: list[str]
) -> tuple[Source, Reference | None, Header]:
    """Open what the request names; the header says what was found."""
    path, kind, member = Path(request.path), recognise(Path(request.path)), ""
    if kind == Format.ARCHIVE:
        path, member = unpack(path, Path.cwd(), request.limits, request.layer_name)
        kind = recognise(path)
    source: Source
    if kind in {Format.CSV, Format.WORKBOOK}:
        source = TableSource(path, kind, request)
    else:
        source = VectorSource(path, kind, request)
    _check_where(source, request)
    reference = _reference(source, request)
    return source, reference, _header(source, reference, member, isolation)


def write_stream(
    source: Source,
    reference: Reference | None,
    request: ReadRequest,
    columns: list[str],
    out: BinaryIO,
) -> None:
    """Write the rows wanted as one Arrow stream."""
    writer: pa.RecordBatchStreamWriter | None = None
    for batch in _checked(source, reference, request, columns):
        if writer is None:
            writer = pa.ipc.new_stream(out, batch.schema)
        writer.write_batch(batch)
    if writer is None:
        empty = pa.schema([*CHECKED.items(), *((f"c:{name}", pa.string()) for name in columns)])
        writer = pa.ipc.new_stream(out, empty)
    writer.close()
    out.flush()


def _checked(
    source: Source, reference: Reference | None, request: ReadRequest, columns: list[str]
) -> Iterator[pa.RecordBatch]:
    gate = None
    if reference is not None:
        gate = Gate(request.want, request.extent, reference, request.outlines)
    asked = list(dict.fromkeys([*columns, *([request.where[0]] if request.where else [])]))
    number = 0
    for batch in source.batches(asked):
        rows = pa.array(np.arange(number + 1, number + 1 + batch.num_rows))
        number += batch.num_rows
        batch = batch.append_column(" row", rows)  # noqa: PLW2901  # the same batch, numbered
        if request.where:
            batch = keep_rows(batch, *request.where)  # noqa: PLW2901  # the rows that count
        if batch.num_rows:
            yield _assemble(batch, gate, columns)


def _assemble(batch: pa.RecordBatch, gate: Gate | None, columns: list[str]) -> pa.RecordBatch:
    found = gate.pass_batch(batch.column(GEOMETRY)) if gate else {}
    found["row"] = batch.column(" row")
    checked = [
        found.get(name, pa.nulls(batch.num_rows, kind)).cast(kind) for name, kind in CHECKED.items()
    ]
    return pa.RecordBatch.from_arrays(
        [*checked, *(batch.column(name) for name in columns)],
        names=[*CHECKED, *(f"c:{name}" for name in columns)],
    )


def _check_where(source: Source, request: ReadRequest) -> None:
    if request.where and request.where[0] not in source.columns:
        names = "、".join(source.columns[:40])
        raise FileRefused(
            FileFault.COLUMN, f"没有列“{request.where[0]}”，不能按它筛选。文件的列：{names}。"
        )


def _reference(source: Source, request: ReadRequest) -> Reference | None:
    if not request.want:
        return None
    if not source.has_geometry and request.geometry_optional:
        return None
    if not source.has_geometry:
        raise FileRefused(FileFault.GEOMETRY, "文件没有图形。表格需要经度、纬度两列，或一列 WKT。")
    if request.crs:
        return from_person(request.crs, request.swap_axes)
    text, how = source.crs_text()
    if not text:
        raise ask(source.extent(), how)
    return from_file(text, how, request.swap_axes)


def _header(
    source: Source, reference: Reference | None, member: str, isolation: list[str]
) -> Header:
    encoding = source.encoding
    return Header(
        format=source.format,
        layer="/".join(filter(None, [member, source.layer if source.layer != "data" else ""])),
        rows=source.rows,
        columns=source.columns,
        crs=reference.name if reference else "",
        crs_how=reference.how if reference else "",
        encoding=encoding.name if encoding else "",
        encoding_how=encoding.how if encoding else "",
        sample=_sample(source) if source.format in {Format.SHAPEFILE, Format.CSV} else [],
        notes=source.notes,
        isolation=isolation,
    )


def _sample(source: Source) -> list[str]:
    """Up to five texts that are not plain ASCII: they show whether the encoding is right."""
    if not source.columns:
        return []
    batch = next(iter(source.batches(source.columns)), None)
    found: list[str] = []
    for column in batch.columns if batch else []:
        if pa.types.is_string(column.type):
            texts = column.slice(0, 2000).to_pylist()
            found += [text for text in dict.fromkeys(texts) if text and not text.isascii()]
        if len(found) >= 5:
            break
    return found[:5]
