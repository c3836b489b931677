"""Frames into a table of the base map: straight where the county has no rows, else merged."""

from collections.abc import Iterator
from uuid import UUID

import numpy as np
import pyarrow as pa
import shapely
from django.db import connection

from communities.basemap.models import Building, Compound
from communities.territory.models import County
from layers.importing.bulk import quick_load
from layers.importing.copying import copy_batches
from layers.importing.frame import Frame
from layers.importing.layers import Layer
from layers.importing.merging import STAGING, merge
from layers.importing.report import Changes


def load_rows(
    frames: Iterator[Frame],
    layer: Layer,
    county: County,
    source: UUID,
    given: set[str],
    *,
    expected: int,
    remove_missing: bool,
) -> Changes:
    """Write the frames' rows to the layer's table, in the caller's transaction.

    `given` are the fields the file has: of a row that is there already only these change.
    `expected` is the number of rows the file promises, -1 where it does not say.
    """
    assert layer.model is not None  # noqa: S101  # only layers of the base map come here
    table, columns = layer.model._meta.db_table, table_columns(layer)
    # The finder asks the database, which is deaf while it listens to COPY: so it asks before.
    compounds = CompoundFinder(county) if layer.model is Building else None
    batches = _batches(
        frames, layer, {"county_id": county.pk.bytes, "source_id": source.bytes}, compounds
    )
    if not layer.model._default_manager.filter(county=county).exists():
        counted = _Counted(batches)
        with quick_load(table, expected, source):
            copy_batches(table, columns, counted.rows())
        return Changes(new=counted.count)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE {STAGING} ON COMMIT DROP AS "  # noqa: S608  # names from models
            f"SELECT {names} FROM {connection.ops.quote_name(table)} WITH NO DATA"
        )
    copy_batches(STAGING, columns, batches)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {STAGING}")
    changes = merge(layer, county, columns, given, remove_missing=remove_missing)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {STAGING}")
    return changes


def table_columns(layer: Layer) -> list[str]:
    """The columns written, in the order of COPY."""
    fields = [one.name for one in layer.fields if not one.hint]
    extra = ["count_source", "compound_id"] if layer.model is Building else []
    return [*fields, *extra, "county_id", "source_id", "geom"]


def _batches(
    frames: Iterator[Frame],
    layer: Layer,
    constants: dict[str, bytes],
    compounds: "CompoundFinder | None",
) -> Iterator[pa.RecordBatch]:
    for frame in frames:
        if compounds is not None:
            frame.columns["compound_id"] = compounds.find(frame)
        kept = pa.array(frame.kept())
        arrays = [_column(frame, layer, name, constants) for name in table_columns(layer)[:-1]]
        geometry = frame.batch.column("geom").filter(kept)
        yield pa.RecordBatch.from_arrays(
            [*(array.filter(kept) for array in arrays), geometry],
            names=table_columns(layer),
        )


def _column(frame: Frame, layer: Layer, name: str, constants: dict[str, bytes]) -> pa.Array:
    if name in constants:
        return pa.repeat(constants[name], len(frame))
    if name in frame.columns:
        return frame.columns[name]
    assert layer.model is not None  # noqa: S101  # see load_rows
    blank = "" if layer.model._meta.get_field(name).get_internal_type() == "CharField" else None
    return pa.repeat(pa.scalar(blank, pa.string()), len(frame))


class _Counted:
    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self.count = 0

    def rows(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            self.count += batch.num_rows
            yield batch


class CompoundFinder:
    """Which compound a building belongs to: by the name or number its row gives, else by place."""

    def __init__(self, county: County) -> None:
        rows = list(Compound.objects.filter(county=county).order_by("pk"))
        self._keys = np.array([row.pk for row in rows], dtype=np.int64)
        self._tree = shapely.STRtree(shapely.from_wkb([bytes(row.geom.wkb) for row in rows]))
        self._by_word = {row.source_ref: row.pk for row in rows if row.source_ref}
        for name in {row.name for row in rows}:
            same = [row.pk for row in rows if row.name == name]
            if len(same) == 1:
                self._by_word.setdefault(name, same[0])

    def find(self, frame: Frame) -> pa.Array:
        """Keys of compounds, null where a building stands in none."""
        if not len(self._keys):
            return pa.nulls(len(frame), pa.int64())
        found = np.full(len(frame), None, dtype=object)
        points = shapely.points(frame.measure("lon"), frame.measure("lat"))
        points[~frame.kept()] = None
        at, compound = self._tree.query(points, predicate="within")
        found[at] = self._keys[compound]
        for row, word in enumerate(frame.array("compound", "")):
            if word in self._by_word:
                found[row] = self._by_word[word]
        return pa.array(found, pa.int64())
