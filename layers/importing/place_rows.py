"""The places of a file as rows, before anything is asked of the database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from communities.territory.models import Place
from gis_core.accounts.models import Level
from layers.importing.codes import CodeRefused, read_code
from layers.importing.frame import Frame
from layers.importing.report import Report


@dataclass
class Row:
    """One place of the file."""

    number: int
    code: str
    name: str
    name_en: str
    parent_word: str
    shape: shapely.Geometry
    parent: Place | None = None
    provisional: bool = False


def rows_of(frames: Iterable[Frame], level: Level, county: str, report: Report) -> list[Row]:
    """The places of a file; rows with an impossible code or no name are refused in the report."""
    rows: list[Row] = []
    for frame in frames:
        shapes = shapely.from_wkb(frame.batch.column("geom").to_numpy(False))
        texts = [frame.array(name, "") for name in ("code", "name", "name_en", "parent")]
        for at in np.flatnonzero(frame.kept()):
            code, name, name_en, parent = (str(column[at]) for column in texts)
            try:
                row = Row(int(frame.number[at]), "", name, name_en, parent, shapes[at])
                row.code = read_code(code, level, county)
                if not name and not row.code and level != Level.COUNTY:
                    raise CodeRefused("没有名称也没有代码")
                row.name = name or row.code
                rows.append(row)
            except CodeRefused as refusal:
                report.refuse(int(frame.number[at]), f"{refusal}")
                report.faults["code"] += 1
                report.loaded -= 1
    return rows


def note_coverage(rows: list[Row], report: Report) -> None:
    """Say where neighbours overlap or leave slivers between them; the cell builder mends them."""
    shapes = np.array([row.shape for row in rows], dtype=object)
    if len(shapes) < 2 or shapely.coverage_is_valid(shapes):
        return
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="overlaps")
    pairs = Counter((int(a), int(b)) for a, b in zip(first, second, strict=True) if a < b)
    names = "、".join(f"{rows[a].name}/{rows[b].name}" for a, b in list(pairs)[:5])
    overlap = f"，其中 {len(pairs)} 对重叠（{names}）" if pairs else ""
    report.warnings.append(f"相邻边界没有完全对齐（缝隙或重叠）{overlap}。")


def reading_order(row: Row) -> tuple[float, float]:
    """Sorts places west to east within bands from north to south."""
    point = row.shape.representative_point()
    return (-round(point.y, 2), point.x)
