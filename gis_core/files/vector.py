"""GeoPackage, shapefile and GeoJSON as Arrow batches, through the few drivers GDAL was left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyogrio

from gis_core.files.drivers import ALLOWED_DRIVERS
from gis_core.files.encodings import Encoding, encoding_of_dbf
from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.recognise import Format
from gis_core.files.request import Extent, ReadRequest

BATCH_ROWS = 8_192
GEOMETRY = "geometry"


class VectorSource:
    """One layer of one vector file."""

    def __init__(self, path: Path, kind: Format, request: ReadRequest) -> None:
        _check_drivers()
        self.format, self._path = str(kind), path
        self.notes: list[str] = []
        self.encoding = Encoding("UTF-8", "格式规定") if kind != Format.SHAPEFILE else None
        self._options = self._shapefile(request.encoding) if kind == Format.SHAPEFILE else {}
        self.layer = self._choose_layer(request)
        self._info = self._read_info()
        self.rows = int(self._info["features"])
        self.columns = [str(name) for name in self._info["fields"]]
        self.has_geometry = self._info["geometry_type"] is not None

    def crs_text(self) -> tuple[str, str]:
        """The system the file names, and where it does; empty where it names none."""
        how = {"Shapefile": ".prj 文件", "GeoJSON": "GeoJSON 规定或 crs 成员"}
        return self._info["crs"] or "", how.get(self.format, "文件内的坐标系定义")

    def extent(self) -> Extent:
        """West, south, east, north in the file's own units."""
        bounds = self._info["total_bounds"]
        if bounds is None:
            _, boxes = pyogrio.read_bounds(self._path, layer=self.layer)
            bounds = (*boxes[:2].min(axis=1), *boxes[2:].max(axis=1))
        return tuple(float(value) for value in bounds)  # type: ignore[return-value]  # four

    def batches(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        """Batches with the asked columns and, where there is one, `geometry` as WKB."""
        with pyogrio.open_arrow(
            self._path,
            layer=self.layer,
            columns=columns,
            batch_size=BATCH_ROWS,
            use_pyarrow=True,
            datetime_as_string=True,
            **self._options,
        ) as (meta, reader):
            name = meta["geometry_name"] or "wkb_geometry"
            for batch in reader:
                yield _plain_batch(batch, name, columns)

    def _shapefile(self, asked: str) -> dict[str, Any]:
        dbf = self._path.with_suffix(".dbf")
        if not dbf.exists():
            self.notes.append("缺少 .dbf：没有属性，只有图形。")
            self.encoding = Encoding("", "没有属性表")
            return {}
        if not self._path.with_suffix(".shx").exists():
            self.notes.append("缺少 .shx：已根据 .shp 重建索引。")
        self.encoding = encoding_of_dbf(dbf, self._path.with_suffix(".cpg"), asked)
        if self.encoding.note:
            self.notes.append(self.encoding.note)
        return {"ENCODING": self.encoding.name}

    def _choose_layer(self, request: ReadRequest) -> str:
        names = [str(name) for name, _ in self._guarded(pyogrio.list_layers)]
        if self.format == Format.SHAPEFILE or len(names) == 1:
            return names[0]
        if request.layer_name in names:
            return request.layer_name
        preferred = [name for name in names if name.lower() in request.preferred]
        if not request.layer_name and len(preferred) == 1:
            return preferred[0]
        raise FileRefused(
            FileFault.LAYER,
            f"文件有 {len(names)} 个图层：{'、'.join(names[:40])}。请用 --layer-name 指定一个。",
        )

    def _read_info(self) -> dict[str, Any]:
        return dict(self._guarded(pyogrio.read_info, layer=self.layer, force_feature_count=True))

    def _guarded(self, read: Any, **arguments: Any) -> Any:
        try:
            return read(self._path, **arguments, **(self._options if "layer" in arguments else {}))
        except pyogrio.errors.DataSourceError as error:
            if "out of memory" in str(error):
                raise MemoryError from error
            text = f"文件损坏或不是声称的格式（{str(error)[:200]}）。请在源软件中重新导出。"
            raise FileRefused(FileFault.DAMAGED, text) from error


def _check_drivers() -> None:
    surplus = pyogrio.list_drivers().keys() - ALLOWED_DRIVERS
    if surplus:
        raise FileRefused(FileFault.READER, f"读取程序带有不允许的驱动：{sorted(surplus)[:5]}。")


def _plain_batch(batch: pa.RecordBatch, geometry: str, columns: list[str]) -> pa.RecordBatch:
    arrays = [_plain(batch.column(name)) for name in columns]
    names = list(columns)
    if geometry in batch.schema.names:
        arrays.append(batch.column(geometry).cast(pa.binary()))
        names.append(GEOMETRY)
    return pa.RecordBatch.from_arrays(arrays, names=names)


def _plain(array: pa.Array) -> pa.Array:
    """Whole numbers, floats and text stay; everything else becomes text."""
    if pa.types.is_integer(array.type):
        return array.cast(pa.int64(), safe=False)
    if pa.types.is_floating(array.type):
        return array.cast(pa.float64())
    try:
        return array.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return pa.array([None if v is None else str(v) for v in array.to_pylist()], pa.string())


def keep_rows(batch: pa.RecordBatch, column: str, value: str) -> pa.RecordBatch:
    """The rows whose `column` reads `value`."""
    return batch.filter(
        pc.fill_null(pc.equal(batch.column(column).cast(pa.string()), value), False)
    )
