"""What a file is, by its first bytes and never by its name.

GDAL chooses a driver by content too, and one of its drivers (VRT) reads other files, databases
and addresses on the server's behalf. So the decision is made here, and the reader knows only
the drivers of these formats.
"""

import zipfile
from enum import StrEnum
from pathlib import Path

from gis_core.files.faults import FileFault, FileRefused

HEAD_BYTES = 4096


class Format(StrEnum):
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    GEOJSON = "GeoJSON"
    CSV = "CSV"
    WORKBOOK = "XLSX"
    ARCHIVE = "ZIP"


ACCEPTED = "GeoPackage（.gpkg）、打包成 .zip 的 Shapefile、GeoJSON、CSV 或 XLSX"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def recognise(path: Path) -> Format:
    """The format of a file. Raises FileRefused for what is not on the list."""
    head = _head(path)
    if head.startswith(b"SQLite format 3\0"):
        return _geopackage(head)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith(b"\x00\x00\x27\x0a"):
        return Format.SHAPEFILE
    if head.startswith(_OLD_WORKBOOK):
        raise _unknown("这是旧版 Excel（.xls）或带密码的工作簿。请另存为不带密码的 .xlsx。")
    return _text(head)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        text = f"打不开文件 {path.name}：{error.strerror}。请检查路径和权限。"
        raise FileRefused(FileFault.MISSING, text) from error
    if not head:
        raise FileRefused(FileFault.DAMAGED, f"文件 {path.name} 是空的。请重新导出。")
    return head


def _geopackage(head: bytes) -> Format:
    if head[68:72] in {b"GPKG", b"GP10", b"GP11"}:
        return Format.GEOPACKAGE
    raise _unknown("这是 SQLite 数据库，但不是 GeoPackage。请导出为 GeoPackage（.gpkg）。")


def _zipped(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused(
            FileFault.DAMAGED, f"压缩包损坏或不完整（{error}）。请重新打包。"
        ) from error
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return Format.WORKBOOK
    return Format.ARCHIVE


def _text(head: bytes) -> Format:
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if body[:1] in {b"{", b"["}:
        return Format.GEOJSON
    if body[:1] == b"<":
        raise _unknown("这是 XML（KML、GML、VRT 等），不接受。请转换为 GeoPackage 或 GeoJSON。")
    if _looks_like_table(head):
        return Format.CSV
    raise _unknown("无法识别文件内容。")


def _looks_like_table(head: bytes) -> bool:
    """Text in any encoding: no NUL but in UTF-16, and a separator in the first line."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return True
    first = head.replace(b"\r", b"\n").split(b"\n", 1)[0]
    binary = any(byte < 9 or 13 < byte < 32 for byte in head)
    return not binary and any(mark in first for mark in (b",", b"\t", b";"))


def _unknown(text: str) -> FileRefused:
    return FileRefused(FileFault.UNKNOWN_FORMAT, f"{text}接受的格式：{ACCEPTED}。")
