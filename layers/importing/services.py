"""The one import core, behind the command and any later form: read, report, load.

Everything is decided on one way through the file. A dry run and a real import differ only in
whether the rows flow into the database, and whether the transaction is kept: it is not when any
row was refused, unless a person accepted that.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from communities.basemap.models import DataSource
from communities.basemap.revisions import bump_map_revision
from communities.territory.models import County
from gis_core.accounts.models import Level, User
from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.request import ReadRequest
from gis_core.files.sandbox import Reading, open_file
from layers.importing.basemap_load import load_rows
from layers.importing.columns import match_columns
from layers.importing.counts import AreaCounts, BuildingCounts
from layers.importing.extents import county_extent, warn_of_place
from layers.importing.frame import Frame
from layers.importing.layers import AREA_COUNTS, BUILDING_COUNTS, LAYERS, Layer
from layers.importing.open_corrections import OpenCorrections
from layers.importing.pipeline import frames
from layers.importing.place_rows import Row, note_coverage, rows_of
from layers.importing.places import PlaceLoader, create_county
from layers.importing.report import Changes, Report
from layers.importing.requests import ImportRequest, find_county, layer_of, lock_county


class _Discard(Exception):
    """Leaves the transaction: what was written is to be forgotten."""


def read_file(request: ImportRequest) -> Report:
    """Dry run: read the whole file and report, keep nothing.

    Raises:
        FileRefused: the file as a whole cannot be taken.
    """
    layer, started = layer_of(request), time.monotonic()
    if layer.model is None:  # what these layers check lies in the database: try and roll back
        return _in_transaction(request, layer, imported_by=None, keep=False)
    county = find_county(request.county)
    with _opened(request, layer, county) as (reading, report):
        reported = OpenCorrections(county, layer)
        for _ in reported.beside(frames(reading, layer, request.options, report)):
            pass
        reported.tell(report)
    return _close(report, started, county)


def load(request: ImportRequest, *, imported_by: User | None = None) -> Report:
    """Read the file into the database, in one transaction, or not at all.

    Nothing is written when a row is refused, unless `accept_partial`; `report.committed` says.

    Raises:
        FileRefused: the file as a whole cannot be taken.
    """
    return _in_transaction(request, layer_of(request), imported_by=imported_by, keep=True)


def _in_transaction(
    request: ImportRequest, layer: Layer, *, imported_by: User | None, keep: bool
) -> Report:
    started, found = time.monotonic(), list[Report]()
    try:
        with transaction.atomic():
            county = _county_of(request, layer)
            with _opened(request, layer, county) as (reading, report):
                found.append(report)
                reported = OpenCorrections(county, layer)
                rows = reported.beside(frames(reading, layer, request.options, report))
                county = _write(rows, request, county, imported_by, report)
                reported.tell(report)
            _close(report, started, county)
            if not keep or (report.refused and not request.accept_partial):
                raise _Discard
        report.committed = True
    except _Discard:
        report = found[0]
    return report


@contextmanager
def _opened(
    request: ImportRequest, layer: Layer, county: County | None
) -> Iterator[tuple[Reading, Report]]:
    with open_file(request.path, _read_request(request, layer, county_extent(county))) as reading:
        columns = match_columns(layer.fields, reading.header.columns, request.mapping)
        yield (
            reading,
            Report(
                layer=layer.name,
                label=layer.label,
                file_name=request.file_name or request.path.name,
                sha256=checksum(request.path),
                header=reading.header,
                columns=columns,
                labels={name: layer.by_name[name].label for name in columns},
            ),
        )


def _read_request(
    request: ImportRequest, layer: Layer, extent: tuple[float, float, float, float]
) -> ReadRequest:
    return ReadRequest(
        path="",
        want=layer.want,
        outlines=layer.outlines,
        geometry_optional=layer.geometry_optional,
        extent=extent,
        layer_name=request.layer_name,
        preferred=layer.names,
        where=request.where,
        crs=request.crs,
        swap_axes=request.swap_axes,
        encoding=request.encoding,
        limits=request.limits,
    )


def checksum(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _county_of(request: ImportRequest, layer: Layer) -> County | None:
    """The county to write into, locked; None when this import is to create it."""
    if layer.level == Level.COUNTY and not (
        request.county and County.objects.filter(code=request.county, abolished=False).exists()
    ):
        return None
    return lock_county(request.county)


def _write(
    rows: Iterator[Frame],
    request: ImportRequest,
    county: County | None,
    imported_by: User | None,
    report: Report,
) -> County:
    layer = LAYERS[request.layer]
    if layer.level is not None:
        county = _write_places(rows, request, layer.level, county, report)
        source = _source(report, layer, county, imported_by)
    else:
        assert county is not None  # noqa: S101  # only the layer `county` comes without one
        source = _source(report, layer, county, imported_by)
        report.changes = _write_rows(rows, request, county, source, report)
    _record(source, report, county)
    return county


def _write_rows(
    rows: Iterator[Frame],
    request: ImportRequest,
    county: County,
    source: DataSource,
    report: Report,
) -> Changes:
    layer = LAYERS[request.layer]
    if layer is BUILDING_COUNTS:
        return BuildingCounts(county, report).load(rows)
    if layer is AREA_COUNTS:
        return AreaCounts(county, report).load(rows)
    return load_rows(
        rows,
        layer,
        county,
        source.pk,
        _given(report),
        expected=report.header.rows,
        remove_missing=request.remove_missing,
    )


def _given(report: Report) -> set[str]:
    """The fields the file has something to say about."""
    derived = {"floors"} if "height" in report.columns else set()
    return {*report.columns, *derived, "geom", "barrier_class", "kind"}


def _write_places(
    rows: Iterator[Frame],
    request: ImportRequest,
    level: Level,
    county: County | None,
    report: Report,
) -> County:
    places = rows_of(rows, level, county.code if county else request.county, report)
    created = county is None
    if level == Level.COUNTY:
        row = _the_county(places, request)
        county, places = county or create_county(row.code, row.name, row.name_en), [row]
    assert county is not None  # noqa: S101  # created above, or found before
    note_coverage(places, report)
    loader = PlaceLoader(level, county, report)
    report.changes = loader.load(places, remove_missing=request.remove_missing)
    if created:
        report.changes = Changes(new=1)
        report.done.append(f"新建县 {county.name} {county.code}，附默认规则集")
    return county


def _the_county(rows: list[Row], request: ImportRequest) -> Row:
    """The one row of a county layer, with code and name."""
    chosen = [row for row in rows if row.code == request.county] or rows
    if not chosen:
        raise FileRefused(FileFault.REQUEST, "文件里没有可用的县界。请检查图形和代码。")
    if len(chosen) != 1:
        names = "、".join(f"{row.name} {row.code}" for row in chosen[:10])
        raise FileRefused(
            FileFault.REQUEST,
            f"文件里有 {len(chosen)} 个县（{names}）。请用 --where 列=值 选定一个。",
        )
    row = chosen[0]
    row.code, row.name = row.code or request.county, request.name or row.name
    if not row.code or not row.name:
        raise FileRefused(
            FileFault.REQUEST, "文件没有县的代码或名称。请加 --county 六位代码 --name 名称。"
        )
    return row


def _source(report: Report, layer: Layer, county: County, imported_by: User | None) -> DataSource:
    return DataSource.objects.create(
        county=county,
        layer=layer.name,
        file_name=report.file_name[-200:],
        sha256=report.sha256,
        crs=report.header.crs[:100],
        encoding=report.header.encoding[:40],
        rows_read=0,
        rows_loaded=0,
        rows_refused=0,
        imported_by=imported_by,
    )


def _record(source: DataSource, report: Report, county: County) -> None:
    source.rows_read, source.rows_loaded = report.rows, report.loaded
    source.rows_refused = report.refused
    source.save(update_fields=["rows_read", "rows_loaded", "rows_refused"])
    bump_map_revision(county=county)


def _close(report: Report, started: float, county: County) -> Report:
    warn_of_place(report, county)
    report.county = county.pk
    report.seconds = time.monotonic() - started
    return report


__all__ = ["ImportRequest", "Report", "load", "read_file"]
