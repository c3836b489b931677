"""Rosters as files: workbooks and CSV as people send them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

PEOPLE = ["网格", "姓名", "工号", "所在单位", "身份", "值班电话", "开始日期"]
UNITS = ["网格", "单位名称", "单位类别", "联系电话", "职责", "方式"]


def workbook(
    folder: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]], merged: str = ""
) -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(list(columns))
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    path = folder / "roster.xlsx"
    book.save(path)
    return path


def table(
    folder: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]], encoding: str = "GB18030"
) -> Path:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([columns, *rows])
    path = folder / "roster.csv"
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path
