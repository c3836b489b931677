"""The source number that says which row is which when a file comes a second time.

A file's own numbers are taken where it has them. A row without one is known by its name where
the layer has names for things (a compound, a venue), else by its shape: the same file read
again changes nothing, and a moved building counts as another.
"""

import hashlib
from collections import Counter

import numpy as np
import pyarrow as pa
import shapely

from layers.importing.digests import Digests, Seen, of_numbers, of_texts
from layers.importing.frame import Frame
from layers.importing.layers import Layer

DERIVED = "没有源编号，按图形识别（再次导入同一文件不会重复）"
SAME_LINE = "与前面某行是同一条线（双向道路画了两次）"
BY_NAME = "没有源编号，按名称识别"


class References:
    """Gives every row its source number and refuses what comes twice; one per file."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._seen = Seen()
        self._lines: set[int] = set()
        self._shapes: Counter[str] = Counter()
        self._outlines: list[Digests] = []

    def apply(self, frame: Frame) -> None:
        """Fill `source_ref`; in layers where it names one row, refuse a second one."""
        if self._layer.model is None or "source_ref" not in self._layer.by_name:
            return
        if self._layer.want == "MultiLineString":
            self._leave_out_repeated_lines(frame)
        self._fill(frame)
        if self._layer.single:
            self._refuse_repeated(frame)
        rows = np.column_stack([frame.measure(n) for n in ("lon", "lat", "area_m2")])
        self._outlines.append(of_numbers(rows[~np.isnan(rows).any(axis=1)]))

    def repeated_shapes(self) -> int:
        """Rows whose centre and area equal those of an earlier row: the same outline twice."""
        if not self._outlines:
            return 0
        outlines = np.sort(np.concatenate(self._outlines))
        return int((outlines[1:] == outlines[:-1]).sum())

    def _fill(self, frame: Frame) -> None:
        given = frame.array("source_ref", "")
        missing = np.flatnonzero((given == "") & frame.kept())
        if not len(missing):
            return
        by_name = self._layer.single and "name" in frame.columns and self._layer.name != "buildings"
        names = frame.array("name", "")
        for at in missing:
            if by_name:
                given[at] = f"名称:{names[at]}"[:60]
            else:
                given[at] = self._by_shape(frame.batch.column("geom")[int(at)].as_py())
        frame.notes[BY_NAME if by_name else DERIVED] += len(missing)
        frame.columns["source_ref"] = pa.array(given, pa.string())

    def _leave_out_repeated_lines(self, frame: Frame) -> None:
        """A line drawn twice, also the other way (both directions of a street), counts once."""
        lines = shapely.normalize(shapely.from_wkb(frame.batch.column("geom").to_numpy(False)))
        classes = frame.array("barrier_class")
        for at in np.flatnonzero(frame.kept()):
            key = hash((shapely.to_wkb(lines[at]), classes[at]))
            if key in self._lines:
                frame.left_out[at] = SAME_LINE
            self._lines.add(key)

    def _by_shape(self, ewkb: bytes) -> str:
        if self._layer.want == "MultiLineString":
            ewkb = shapely.to_wkb(shapely.normalize(shapely.from_wkb(ewkb)))
        digest = hashlib.blake2b(ewkb, digest_size=10).hexdigest()
        self._shapes[digest] += 1
        count = self._shapes[digest]
        return f"g{digest}" if count == 1 or not self._layer.single else f"g{digest}-{count}"

    def _refuse_repeated(self, frame: Frame) -> None:
        kept = np.flatnonzero(frame.kept())
        repeated = self._seen.repeated(of_texts(frame.columns["source_ref"].take(pa.array(kept))))
        for at in kept[repeated]:
            number = frame.columns["source_ref"][int(at)].as_py()
            frame.refuse(int(at), "duplicate", f"源编号“{number}”与前面的行重复")
