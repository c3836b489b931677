"""Papers people hand in: what they are by their contents, and a name that does no harm.

Nothing of them is opened or shown by the application: they are kept and handed out again. So the
first and last bytes are looked at, and of a zip the list of its entries; nothing is unpacked.
"""

import re
import zipfile
from enum import StrEnum
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from gis_core.files.faults import FileFault, FileRefused

LONGEST_NAME = 120
MOST_ENTRIES = 20_000
_TAIL = 1024
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Document(StrEnum):
    """What is taken; the value is the ending of its name."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"
    PNG = "png"
    JPEG = "jpg"


CONTENT_TYPES = {
    Document.PDF: "application/pdf",
    Document.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Document.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Document.OFD: "application/ofd",
    Document.PNG: "image/png",
    Document.JPEG: "image/jpeg",
}
_ENDINGS = {**{f".{one.value}": one for one in Document}, ".jpeg": Document.JPEG}
_ENTRY = {
    "word/document.xml": Document.DOCX,
    "xl/workbook.xml": Document.XLSX,
    "OFD.xml": Document.OFD,
}
_WHOLE = {Document.PDF: b"%%EOF", Document.PNG: b"IEND", Document.JPEG: b"\xff\xd9"}


def recognise_document(path: Path, name: str) -> Document:
    """What a file is, by its contents; its name has to end accordingly.

    Raises FileRefused: it is none of the kinds, damaged, with macros, or called something else.
    """
    head, tail = _ends_of(path)
    found = _by_contents(path, head)
    if (mark := _WHOLE.get(found)) and mark not in tail:
        text = _("文件“%(name)s”不完整，可能没有传完或导出中断。请重新导出后上传。")
        raise FileRefused(FileFault.DAMAGED, text % {"name": name})
    ending = PurePosixPath(name).suffix.lower()
    if _ENDINGS.get(ending) != found:
        text = _("文件“%(name)s”的内容是 %(kind)s，与名称不符。请把后缀改为 .%(ending)s 后上传。")
        said = {"name": name, "kind": found.name, "ending": found.value}
        raise FileRefused(FileFault.UNKNOWN_FORMAT, text % said)
    return found


def plain_name(name: str) -> str:
    """The last part of a name without what cannot be seen or leads elsewhere; ending kept."""
    last = re.split(r"[/\\]", _UNSPEAKABLE.sub("", name))[-1].strip(" .") or "file"
    path = PurePosixPath(last)
    ending = path.suffix[:10]
    return path.name[: -len(path.suffix) or None][: LONGEST_NAME - len(ending)] + ending


def _ends_of(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(_TAIL)
        file.seek(max(path.stat().st_size - _TAIL, 0))
        return head, file.read(_TAIL)


def _by_contents(path: Path, head: bytes) -> Document:
    if head.startswith(b"%PDF-"):
        return Document.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Document.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return Document.JPEG
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith(_OLD_OFFICE):
        text = _("这是旧版 Office 文件或带密码的文件。请另存为不带密码的 .docx、.xlsx 或 PDF。")
        raise FileRefused(FileFault.UNKNOWN_FORMAT, text)
    raise _unknown()


def _zipped(path: Path) -> Document:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        text = _("文件损坏或不完整。请重新导出后上传。")
        raise FileRefused(FileFault.DAMAGED, text) from error
    if len(names) > MOST_ENTRIES or any(name.lower().endswith("vbaproject.bin") for name in names):
        text = _("文件带有宏，或内含的文件太多。请另存为不带宏的文件或 PDF。")
        raise FileRefused(FileFault.ARCHIVE, text)
    found = next((kind for entry, kind in _ENTRY.items() if entry in names), None)
    if found is None:
        raise _unknown()
    return found


def _unknown() -> FileRefused:
    text = _("不接受这种文件。请上传 PDF、OFD、Word（.docx）、Excel（.xlsx）或图片（.png、.jpg）。")
    return FileRefused(FileFault.UNKNOWN_FORMAT, text)
