"""What passes between the application and the reader process: plain data, as JSON lines."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from gis_core.geometry import CHINA_EXTENT

Extent = tuple[float, float, float, float]
EDGES = ("west", "south", "east", "north")  # the columns that bear a row's bounds, degrees


@dataclass(frozen=True)
class Limits:
    """What one file may cost. Bytes, entries and the ratio are those of an archive's content."""

    unpacked_bytes: int = 200 * 2**20
    entries: int = 200
    ratio: int = 100
    memory_bytes: int = 6 * 2**30
    cpu_seconds: int = 900
    silent_seconds: int = 120
    table_rows: int = 100_000
    table_columns: int = 200
    csv_rows: int = 2_000_000
    field_characters: int = 100_000


# An operator at the server's own command line may load a whole city; a web form may not.
OPERATOR_LIMITS = Limits(unpacked_bytes=4 * 2**30)


@dataclass(frozen=True)
class ReadRequest:
    """One file to be read.

    Args:
        path: the file, inside the reader's own folder.
        want: "MultiPolygon", "MultiLineString" or "Point"; "" for a table without geometry.
        outlines: polygons may stand in for lines, as their outlines.
        geometry_optional: rows without any geometry are read as a table.
        extent: west, south, east, north in degrees; geometries outside are refused.
        layer_name: the layer, sheet or archive member; `preferred` names are taken where several
            are there and none was named.
        where: column and value of the rows to be read; others do not count.
        crs: what the person says it is: an EPSG code, "gcj02" or "bd09"; "" to use the file's.
        swap_axes: the person says that latitude or northing comes first.
        formulas: a workbook's formulas are given as written, not as what they last came to.
    """

    path: str
    want: str = ""
    outlines: bool = False
    geometry_optional: bool = False
    extent: Extent = CHINA_EXTENT
    layer_name: str = ""
    preferred: tuple[str, ...] = ()
    where: tuple[str, str] | None = None
    crs: str = ""
    swap_axes: bool = False
    encoding: str = ""
    formulas: bool = False
    limits: Limits = field(default_factory=Limits)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        values: dict[str, Any] = json.loads(text)
        where = values.pop("where")
        return cls(
            **{
                **values,
                "extent": tuple(values["extent"]),
                "preferred": tuple(values["preferred"]),
                "where": tuple(where) if where else None,
                "limits": Limits(**values["limits"]),
            }
        )


@dataclass(frozen=True)
class Header:
    """What the reader found before the first row.

    `rows` is -1 where the format does not say. `sample` holds up to five names, so that a
    person can see whether the encoding was found rightly.
    """

    format: str
    layer: str
    rows: int
    columns: list[str]
    crs: str
    crs_how: str
    encoding: str = ""
    encoding_how: str = ""
    sample: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    isolation: list[str] = field(default_factory=list)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        return cls(**json.loads(text))
