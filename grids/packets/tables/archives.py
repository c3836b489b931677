"""ZIP archives that are the same bytes whenever they are made."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date


def pack(files: Iterable[tuple[str, bytes]], day: date) -> bytes:
    """Files by name in their order, every one dated that day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def unpack(content: bytes) -> list[tuple[str, bytes]]:
    """Name and content of each entry, in the archive's order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
