"""Tables as files that a spreadsheet can open without running anything in them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"  # by which spreadsheets know UTF-8

Rows = Sequence[Mapping[str, Any]]


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula, marked as text.

    Source: OWASP, CSV Injection.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_ACTIVE) else value


def write_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """A table with one line of column names."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows(_cells(columns, row) for row in rows)
    return (BOM + buffer.getvalue()).encode()


def write_workbook(sheets: Iterable[tuple[str, Sequence[str], Rows]]) -> bytes:
    """A workbook of sheets (title, columns, rows); codes are text, so no digit is lost."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, columns, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append(list(columns))
        for row in rows:
            sheet.append(_cells(columns, row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cells(columns: Sequence[str], row: Mapping[str, Any]) -> list[Any]:
    return [harmless(row[column]) for column in columns]
