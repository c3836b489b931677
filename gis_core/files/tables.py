"""CSV and XLSX as Arrow batches of text; a CSV may carry points or WKT."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely

from gis_core.files.encodings import Encoding, encoding_of_text
from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.recognise import Format
from gis_core.files.request import Extent, Limits, ReadRequest
from gis_core.files.vector import GEOMETRY

BATCH_ROWS = 16_384
LONGITUDE = ("lon", "lng", "long", "longitude", "x", "经度", "东经", "横坐标")
LATITUDE = ("lat", "latitude", "y", "纬度", "北纬", "纵坐标")
WKT = ("wkt", "geom", "geometry", "the_geom", "shape", "几何", "图形")

Row = list[str]


class TableSource:
    """One table: the columns of its first row, and text below."""

    def __init__(self, path: Path, kind: Format, request: ReadRequest) -> None:
        self.format, self.layer, self.rows = str(kind), "", -1
        self._path, self._request = path, request
        self.notes: list[str] = []
        self.encoding: Encoding | None = None
        if kind == Format.CSV:
            self.encoding = encoding_of_text(path, request.encoding)
        first = next(iter(self._rows()), None)
        if first is None:
            raise FileRefused(FileFault.DAMAGED, "表格没有内容。第一行应为列名。")
        self.columns = _column_names(first, request.limits)
        self._geometry = _geometry_columns(self.columns) if request.want else ()
        self.has_geometry = bool(self._geometry)

    def crs_text(self) -> tuple[str, str]:
        """A table names no system."""
        return "", "表格不带坐标系"

    def extent(self) -> Extent:
        """West, south, east, north of the first rows, in the table's own units."""
        rows = list(islice(self._body(), BATCH_ROWS))
        bounds = shapely.total_bounds(shapely.from_wkb(self._wkb(rows)))
        return tuple(float(value) for value in bounds)  # type: ignore[return-value]  # four

    def batches(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        """Batches with the asked columns as text and, where there is one, `geometry` as WKB."""
        places = [self.columns.index(name) for name in columns]
        body = self._body()
        while rows := list(islice(body, BATCH_ROWS)):
            arrays = [pa.array([row[at] or None for row in rows], pa.string()) for at in places]
            names = list(columns)
            if self._geometry:
                arrays.append(pa.array(self._wkb(rows), pa.binary()))
                names.append(GEOMETRY)
            yield pa.RecordBatch.from_arrays(arrays, names=names)

    def _body(self) -> Iterator[Row]:
        width = len(self.columns)
        for row in islice(self._rows(), 1, None):
            if any(row):
                yield (row + [""] * width)[:width]

    def _rows(self) -> Iterable[Row]:
        if self.format == Format.WORKBOOK:
            from gis_core.files.workbook import workbook_rows

            asked = self._request
            return workbook_rows(
                self._path, asked.layer_name, asked.limits, formulas=asked.formulas
            )
        assert self.encoding is not None  # noqa: S101  # set for every CSV above
        return _csv_rows(self._path, self.encoding.name, self._request.limits)

    def _wkb(self, rows: list[Row]) -> list[bytes | None]:
        places = [self.columns.index(name) for name in self._geometry]
        if len(places) == 1:
            texts = np.array([row[places[0]] or None for row in rows], dtype=object)
            shapes = shapely.from_wkt(texts, on_invalid="ignore")
        else:
            pairs = np.array([[_degrees(row[at]) for at in places] for row in rows]).reshape(-1, 2)
            known = ~np.isnan(pairs).any(axis=1)
            shapes = np.full(len(rows), None, dtype=object)
            shapes[known] = shapely.points(pairs[known])
        return list(shapely.to_wkb(shapes))


def _csv_rows(path: Path, encoding: str, limits: Limits) -> Iterator[Row]:
    codec = "utf-8-sig" if encoding == "UTF-8" else encoding
    csv.field_size_limit(limits.field_characters)
    try:
        with path.open(encoding=codec, newline=None) as file:
            separator = _separator(file)
            for number, row in enumerate(csv.reader(file, delimiter=separator), start=1):
                if number > limits.csv_rows:
                    text = f"表格超过 {limits.csv_rows} 行。请拆分后导入。"
                    raise FileRefused(FileFault.TOO_LARGE, text)
                yield [cell.strip() for cell in row]
    except csv.Error as error:
        text = f"CSV 第 {number + 1} 行附近无法解析（{error}）。请检查引号是否成对。"
        raise FileRefused(FileFault.DAMAGED, text) from error
    except UnicodeDecodeError as error:
        text = f"内容不能按 {encoding} 解读。请用 --encoding 指定正确的编码。"
        raise FileRefused(FileFault.ENCODING, text) from error


def _separator(file: io.TextIOBase) -> str:
    first = file.readline(65_536)
    file.seek(0)
    return max(",\t;", key=first.count)


def _column_names(row: Row, limits: Limits) -> list[str]:
    if len(row) > limits.table_columns:
        text = f"表格有 {len(row)} 列，上限 {limits.table_columns} 列。"
        raise FileRefused(FileFault.TOO_LARGE, text)
    names: list[str] = []
    for number, cell in enumerate(row, start=1):
        name = cell or f"第{number}列"
        names.append(name if name not in names else f"{name}（第{number}列）")
    return names


def _geometry_columns(columns: list[str]) -> tuple[str, ...]:
    by_name = {column.lower(): column for column in reversed(columns)}
    found = [
        next((by_name[a] for a in group if a in by_name), "") for group in (LONGITUDE, LATITUDE)
    ]
    if all(found):
        return tuple(found)
    return tuple(by_name[name] for name in WKT if name in by_name)[:1]


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
