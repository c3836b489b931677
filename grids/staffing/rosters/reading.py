"""A file of a roster as rows of text, by the sandboxed reader."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.request import Limits, ReadRequest
from gis_core.files.sandbox import open_file
from grids.staffing.rosters.columns import COLUMNS, Column, match

MOST_ROWS = 5000
LIMITS = Limits(
    unpacked_bytes=50 * 2**20, table_rows=MOST_ROWS + 20, csv_rows=MOST_ROWS + 20,
    cpu_seconds=60, silent_seconds=30, field_characters=2000,
)  # fmt: skip

Cells = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """The rows of a file by field; `unused` columns were not read."""

    rows: list[Cells]
    unused: list[str]
    sha256: str
    digest: str


def read_sheet(path: Path, kind: str) -> Sheet:
    """Read a roster. Raises FileRefused where the file as a whole cannot be taken."""
    return read_columns(path, COLUMNS[kind], kind)


def read_columns(path: Path, columns: Sequence[Column], kind: str) -> Sheet:
    """Read these columns of a CSV or XLSX. Raises FileRefused where the file as a whole cannot be
    taken."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    with open_file(path, ReadRequest(path="", formulas=True, limits=LIMITS)) as reading:
        headings = match(columns, reading.header.columns)
        rows: list[Cells] = []
        for batch in reading.batches(list(headings.values())):
            columns = [batch.column(f"c:{name}").to_pylist() for name in headings.values()]
            rows += [
                {field: str(cell) for field, cell in zip(headings, cells, strict=True) if cell}
                for cells in zip(*columns, strict=True)
            ]
        unused = [name for name in reading.header.columns if name not in headings.values()]
    if not rows:
        raise FileRefused(FileFault.DAMAGED, _("表格里没有数据行。请在列名下面逐行填写。"))
    return Sheet(rows, unused, sha256, digest_of(kind, rows))


def digest_of(kind: str, rows: list[Cells]) -> str:
    """What rows say, as a digest: the same rows are the same roster, whatever the file."""
    told = json.dumps([kind, rows], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
