"""Rows of an XLSX, read as a stream: a bomb costs no more than its limit."""

import datetime
import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
from defusedxml.common import DefusedXmlException

from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.request import Limits

CHUNK = 2**20
HEADER_SEARCH_ROWS = 10


def workbook_rows(
    path: Path, sheet_name: str, limits: Limits, *, formulas: bool = False
) -> Iterator[list[str]]:
    """The rows of a sheet as text, from the row of column names on.

    The sheet is the one named, or the first visible one with content; titles above the column
    names (rows with a single cell) are passed over. `formulas` as written, or what they came to.
    """
    _check_archive(path, limits)
    with path.open("rb") as file:
        sheet = _choose_sheet(_open(file, formulas=formulas), sheet_name)
        sheet.reset_dimensions()
        cells = sheet.iter_rows(max_col=limits.table_columns + 1, values_only=True)
        try:
            yield from _from_header(_bounded(cells, limits))
        except (SyntaxError, KeyError, zipfile.BadZipFile, DefusedXmlException) as error:
            text = f"工作表内容损坏（{type(error).__name__}）。请另存为新的 .xlsx。"
            raise FileRefused(FileFault.DAMAGED, text) from error


def _open(file: BinaryIO, *, formulas: bool) -> Any:
    try:
        return openpyxl.load_workbook(
            file, read_only=True, data_only=not formulas, keep_links=False
        )
    except Exception as error:  # openpyxl raises whatever its XML readers do
        text = f"工作簿无法打开（{type(error).__name__}）。请另存为不带密码的 .xlsx。"
        raise FileRefused(FileFault.DAMAGED, text) from error


def _choose_sheet(book: Any, name: str) -> Any:
    if name:
        if name in book.sheetnames:
            return book[name]
        text = f"没有工作表“{name}”。现有：{'、'.join(book.sheetnames[:20])}。"
        raise FileRefused(FileFault.LAYER, text)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise FileRefused(FileFault.LAYER, "工作簿没有可见的工作表。")
    return visible[0]


def _bounded(cells: Iterator[tuple[Any, ...]], limits: Limits) -> Iterator[list[str]]:
    for number, row in enumerate(cells, start=1):
        if number > limits.table_rows:
            text = f"工作表超过 {limits.table_rows} 行。请拆分，或另存为 CSV。"
            raise FileRefused(FileFault.TOO_LARGE, text)
        yield [_text(value) for value in row]


def _from_header(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    title: list[list[str]] = []
    for row in itertools.islice(rows, HEADER_SEARCH_ROWS):
        title.append(row)
        if sum(map(bool, row)) > 1:
            width = max(at for at, cell in enumerate(row, start=1) if cell)
            yield row[:width]
            yield from (later[:width] for later in rows)
            return
    yield from title


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value).strip()


def _check_archive(path: Path, limits: Limits) -> None:
    """Count what the workbook unfolds to before any XML is read."""
    left = limits.unpacked_bytes
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                allowed = entry.compress_size * limits.ratio + CHUNK
                with archive.open(entry) as stream:
                    while chunk := stream.read(CHUNK):
                        left, allowed = left - len(chunk), allowed - len(chunk)
                        if left < 0 or allowed < 0:
                            text = "工作簿解压后过大，疑似压缩炸弹。请另存为 CSV 后导入。"
                            raise FileRefused(FileFault.TOO_LARGE, text)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        text = f"工作簿损坏或带密码（{error}）。请另存为不带密码的 .xlsx。"
        raise FileRefused(FileFault.DAMAGED, text) from error
