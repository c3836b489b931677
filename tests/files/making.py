"""Files as people send them, and worse: written by the tests, never kept."""

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
import shapely

from gis_core.files.request import ReadRequest
from gis_core.files.sandbox import open_file

HOUSE = shapely.box(107.640, 35.710, 107.6402, 35.7101)
NEXT_HOUSE = shapely.box(107.641, 35.710, 107.6412, 35.7101)


def write_layer(
    path: Path,
    shapes: list[Any],
    columns: dict[str, list[Any]] | None = None,
    *,
    crs: str | None = "EPSG:4490",
    driver: str = "GPKG",
    geometry_type: str = "Unknown",
    layer: str = "layer",
    **options: Any,
) -> Path:
    """A vector file with these geometries and columns."""
    columns = columns or {"name": [f"{at}号楼" for at in range(len(shapes))]}
    arrays = [pa.array(values).to_numpy(zero_copy_only=False) for values in columns.values()]
    pyogrio.raw.write(
        path,
        shapely.to_wkb(shapes),
        arrays,
        list(columns),
        geometry_type=geometry_type,
        crs=crs,
        driver=driver,
        layer=layer if driver == "GPKG" else None,
        **options,
    )
    return path


def write_shapefile(
    folder: Path, name: str = "楼", *, encoding: str = "UTF-8", **options: Any
) -> Path:
    """A zipped shapefile of one house named 长富路; `drop` leaves parts of it out."""
    drop = options.pop("drop", ())
    language = options.pop("language", None)
    columns = options.pop("columns", {"名称": ["长富路一号楼"]})
    shapes = options.pop("shapes", [HOUSE])
    target = folder / "made.shp"
    write_layer(
        target,
        shapes,
        columns,
        driver="ESRI Shapefile",
        geometry_type=options.pop("geometry_type", "Polygon"),
        encoding=encoding,
        **options,
    )
    if language is not None:
        dbf = bytearray(target.with_suffix(".dbf").read_bytes())
        dbf[29] = language
        target.with_suffix(".dbf").write_bytes(dbf)
    parts = {
        f"{name}{part.suffix}": part.read_bytes()
        for part in folder.glob("made.*")
        if part.suffix not in drop and part.suffix != ".zip"
    }
    return write_zip(folder / "made.zip", parts)


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_geojson(path: Path, *geometries: dict[str, Any], **members: Any) -> Path:
    features = [
        {"type": "Feature", "properties": {"name": f"{at}"}, "geometry": geometry}
        for at, geometry in enumerate(geometries)
    ]
    document = {"type": "FeatureCollection", "features": features, **members}
    path.write_text(json.dumps(document))
    return path


def read(path: Path, want: str = "MultiPolygon", **request: Any) -> list[dict[str, Any]]:
    """All rows of a file as the reader hands them over."""
    with open_file(path, ReadRequest(path="", want=want, **request)) as reading:
        batches = reading.batches(reading.header.columns)
        return [row for batch in batches for row in batch.to_pylist()]


def header_of(path: Path, want: str = "MultiPolygon", **request: Any) -> Any:
    with open_file(path, ReadRequest(path="", want=want, **request)) as reading:
        return reading.header


def raw_dbf(records: list[bytes], width: int = 20) -> bytes:
    """A .dbf of one text column NAME with these bytes as they are."""
    header = struct.pack("<BBBBIHH20x", 3, 26, 1, 1, len(records), 65, width + 1)
    field = struct.pack("<11sc4xBB14x", b"NAME", b"C", width, 0)
    body = b"".join(b" " + record.ljust(width) for record in records)
    return header + field + b"\r" + body + b"\x1a"


def workbook(rows: list[list[Any]], **sheets: list[list[Any]]) -> bytes:
    """An XLSX of one sheet, and further ones by title."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
