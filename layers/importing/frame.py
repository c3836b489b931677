"""One batch of rows on its way from the reader to the table."""

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis_core.geometry import MESSAGES, Fault
from layers.importing.columns import Field
from layers.importing.values import Column


class Frame:
    """Checked rows: geometry, measures and converted columns, with what is wrong with which.

    Attributes:
        number: row numbers in the file, from 1, (n,).
        refused: the reason per row, None where there is none, (n,) of str.
        left_out: why a row is no row of this layer (a footway is no barrier), (n,) of str or None.
    """

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch
        self.number = batch.column("row").to_numpy()
        self.columns: dict[str, pa.Array] = {}
        self.notes: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.refused: NDArray[np.object_] = np.full(len(self), None, dtype=object)
        self.left_out: NDArray[np.object_] = np.full(len(self), None, dtype=object)
        self._take_geometry_faults()

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    def measure(self, name: str) -> NDArray[np.float64]:
        """`area_m2`, `lon` or `lat`, NaN where the geometry was refused."""
        return np.asarray(self.batch.column(name).to_numpy(zero_copy_only=False))

    def flag(self, name: str) -> NDArray[np.bool_]:
        """`stood_in`: a polygon took the place of the line or point that was wanted."""
        return np.asarray(pc.fill_null(self.batch.column(name), False).to_numpy(False))

    def convert(self, fields: dict[str, Field], columns: dict[str, str]) -> None:
        """Convert every matched column; rows it refuses are marked."""
        for name, column in columns.items():
            found = fields[name].convert(self.batch.column(f"c:{column}"))
            self.put(name, found, fields[name].label)

    def put(self, name: str, found: Column, label: str = "") -> None:
        """Add a converted column and what was found wrong with it."""
        self.columns[name] = found.values
        self.notes += found.notes
        for at, reason in found.refused.items():
            self.refuse(at, "value", f"{label}：{reason}")

    def array(self, name: str, default: Any = None) -> NDArray[np.object_]:
        """A column as Python values; all `default` where the file has none."""
        if name not in self.columns:
            return np.full(len(self), default, dtype=object)
        return np.asarray(self.columns[name].to_pylist(), dtype=object)

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column as floats, NaN where unknown."""
        if name not in self.columns:
            return np.full(len(self), np.nan)
        values = self.columns[name].cast(pa.float64()).to_numpy(zero_copy_only=False)
        return np.asarray(values, dtype=float)

    def refuse(self, at: int, code: str, reason: str) -> None:
        """Refuse a row; the first reason stays."""
        if self.refused[at] is None:
            self.refused[at] = reason
            self.codes[code] += 1

    def kept(self) -> NDArray[np.bool_]:
        """The rows that go on, (n,)."""
        free = (self.refused == None) & (self.left_out == None)  # noqa: E711  # elementwise
        return np.asarray(free, dtype=bool)

    def _take_geometry_faults(self) -> None:
        fault = self.batch.column("fault")
        if fault.null_count == len(self):
            return
        details = self.batch.column("detail")
        for at in np.flatnonzero(fault.is_valid().to_numpy(False)):
            code, detail = Fault(fault[int(at)].as_py()), details[int(at)].as_py()
            place = f"（{detail}）" if detail else ""
            self.refuse(int(at), str(code), f"{MESSAGES[code]}{place}")
