"""Layers as GeoPackage, and as zipped shapefiles with a dictionary of their columns."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely

from grids.packets.tables.archives import pack
from grids.packets.tables.layers import Layer
from grids.packets.tables.workbook import Column, Sheet, write_workbook

CRS = "EPSG:4490"
DICTIONARY = "数据字典.xlsx"
DBF_BYTES = 254  # of a text: a limit of the format
_DTYPES = {"text": object, "count": np.int64, "measure": np.float64}
_dating = threading.Lock()


def write_geopackage(layers: Sequence[Layer], day: date) -> bytes:
    """One file of all layers, names and columns in Chinese, dated that day."""
    with TemporaryDirectory() as folder, _dated(day):
        path = Path(folder) / "packet.gpkg"
        for place, layer in enumerate(layers):
            names = [field.name for field in layer.fields]
            _write(path, layer, names, layer.name, "GPKG", append=place > 0)
        return path.read_bytes()


def write_shapefiles(layers: Sequence[Layer], day: date) -> bytes:
    """A ZIP of one shapefile for each layer, columns in ASCII, texts in UTF-8 as the .cpg says,
    and a dictionary of what the columns mean."""
    with TemporaryDirectory() as folder:
        for layer in layers:
            path, names = Path(folder) / f"{layer.ascii}.shp", [one.ascii for one in layer.fields]
            _write(path, layer, names, layer.ascii, "ESRI Shapefile", encoding="UTF-8",
                   DBF_DATE_LAST_UPDATE=day.isoformat())  # fmt: skip
        files = [(path.name, path.read_bytes()) for path in sorted(Path(folder).iterdir())]
    return pack([*files, (DICTIONARY, write_workbook([_dictionary(layers)], day))], day)


def _write(
    path: Path, layer: Layer, names: list[str], title: str, driver: str, **options: Any
) -> None:
    from pyogrio.raw import write

    write(
        str(path),
        np.array(shapely.to_wkb(layer.shapes), dtype=object),
        _columns(layer, short=driver != "GPKG"),
        names,
        layer=title,
        driver=driver,
        crs=CRS,
        geometry_type="MultiPolygon" if driver == "GPKG" else "Polygon",
        **options,
    )


def _columns(layer: Layer, *, short: bool) -> list[Any]:
    """The values by column; texts cut to what DBF can hold, between letters."""
    found = []
    for place, field in enumerate(layer.fields):
        values = [row[place] for row in layer.values]
        if short and field.kind == "text":
            values = [one.encode()[:DBF_BYTES].decode(errors="ignore") for one in values]
        found.append(np.array(values, dtype=_DTYPES[field.kind]))
    return found


@contextmanager
def _dated(day: date) -> Iterator[None]:
    """Let GDAL write this day where it would write the time; for one writer at once."""
    from pyogrio import get_gdal_config_option, set_gdal_config_options

    with _dating:
        before = get_gdal_config_option("OGR_CURRENT_DATE")
        set_gdal_config_options({"OGR_CURRENT_DATE": f"{day.isoformat()}T00:00:00.000Z"})
        try:
            yield
        finally:
            set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _dictionary(layers: Sequence[Layer]) -> Sheet:
    widths = {"文件": 22, "图层": 14, "字段": 14, "中文名": 14, "类型": 10, "说明": 50}
    columns = [Column(title, width=width) for title, width in widths.items()]
    kinds = {"text": "文本", "count": "整数", "measure": "小数"}
    rows = [
        (
            f"{layer.ascii}.shp",
            layer.name,
            field.ascii,
            field.name,
            kinds[field.kind],
            field.meaning,
        )
        for layer in layers
        for field in layer.fields
    ]
    return Sheet("数据字典", columns, rows)
