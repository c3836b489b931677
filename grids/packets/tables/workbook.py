"""A workbook that computes nothing: every text stays text, every figure a number.

Printed on A4 across, one sheet wide, its head on every page.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from grids.packets.tables.archives import pack, unpack
from grids.packets.tables.cleaning import clean

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
HEAD_FILL, LINE = "E8EDF3", "9AA5B1"
LONGEST = 32_767  # letters of a cell, a limit of the format


class Kind(StrEnum):
    """What a column holds, by the format of its numbers."""

    TEXT = "@"
    COUNT = "#,##0"
    DECIMAL = "#,##0.00"
    SHARE = "0.0%"


@dataclass(frozen=True)
class Column:
    """A column; `width` in letters of Latin script, a Chinese one being two."""

    title: str
    kind: Kind = Kind.TEXT
    width: float = 14


@dataclass(frozen=True)
class Sheet:
    """A table: a value is a text, a number, or None for what nobody knows."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def write_workbook(sheets: Iterable[Sheet], day: date) -> bytes:
    """The workbook as XLSX, dated that day."""
    from openpyxl import Workbook

    book = Workbook()
    del book["Sheet"]
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    book.properties.creator = "网格规划"
    book.properties.created = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # the format's is without zone
    buffer = io.BytesIO()
    book.save(buffer)
    return pack(_dated(unpack(buffer.getvalue()), day), day)


def _dated(files: list[tuple[str, bytes]], day: date) -> Iterable[tuple[str, bytes]]:
    """The day in place of the moment of writing."""
    stamp = rf"\g<1>{day.isoformat()}T00:00:00Z".encode()
    for name, content in files:
        yield name, _MODIFIED.sub(stamp, content) if name == "docProps/core.xml" else content


def _fill(page: Any, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    page.append([None] * len(sheet.columns))
    for place, column in enumerate(sheet.columns, start=1):
        _head(page.cell(1, place), column)
        page.column_dimensions[get_column_letter(place)].width = column.width
    for number, row in enumerate(sheet.rows, start=2):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
            _write(page.cell(number, place), column, value)
    last = f"{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{last}"
    _set_up_print(page, sheet, last)


def _head(cell: Any, column: Column) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    _text(cell, column.title)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=HEAD_FILL)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = _border()


def _write(cell: Any, column: Column, value: Any) -> None:
    """A text is never read as a formula, whatever it begins with."""
    from openpyxl.styles import Alignment

    if isinstance(value, str):
        _text(cell, value)
    else:
        cell.value = value
    number = not isinstance(value, str) and value is not None
    cell.number_format = column.kind.value if number or column.kind == Kind.TEXT else "@"
    cell.alignment = Alignment(
        horizontal="right" if number else "left", vertical="top", wrap_text=column.kind == Kind.TEXT
    )
    cell.border = _border()


def _text(cell: Any, value: str) -> None:
    """Marked as text for this file, and for whoever edits the cell (OWASP, CSV Injection)."""
    cell.value = clean(value)[:LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t", "\r"))


def _border() -> Any:
    from openpyxl.styles import Border, Side

    thin = Side("thin", color=LINE)
    return Border(left=thin, right=thin, top=thin, bottom=thin)


def _set_up_print(page: Any, sheet: Sheet, last: str) -> None:
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = page.ORIENTATION_LANDSCAPE
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.print_area = f"A1:{last}"
    page.oddHeader.center.text = sheet.title
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
    page.page_margins.left = page.page_margins.right = 0.5
