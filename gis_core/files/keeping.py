"""Files kept by their contents: one file for one sha256, there whole or not at all.

A file is written under a name of its own, flushed to the disk, and only then renamed; killed
before that, it leaves a part that nobody reads and the next one to keep a file sweeps away.
"""

import hashlib
import os
import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from gis_core.files.documents import Document, plain_name, recognise_document
from gis_core.files.faults import FileFault, FileRefused

LARGEST = 30 * 2**20  # bytes: a scanned paper of some forty pages
FOLDER = "papers"
ABANDONED = 24 * 3600  # seconds after which a part is nobody's any more


class Kept(NamedTuple):
    """A file that is there: its digest (64 hexadecimal digits), bytes, name as given, kind."""

    sha256: str
    bytes: int
    name: str
    kind: Document


def keep(chunks: Iterable[bytes], name: str) -> Kept:
    """Check a file by the gate and keep it; the same contents again are the same file.

    Raises FileRefused: empty, too large, or not what `recognise_document` takes.
    """
    arriving = _folder() / "arriving"
    arriving.mkdir(parents=True, exist_ok=True)
    _sweep(arriving)
    part = arriving / f"{uuid.uuid4().hex}.part"
    try:
        digest, size = _write(part, chunks)
        called = plain_name(name)
        kind = recognise_document(part, called)
        _put(part, place_of(digest))
    finally:
        part.unlink(missing_ok=True)
    return Kept(digest, size, called, kind)


def place_of(digest: str) -> Path:
    """Where the file of this digest is, if it is kept."""
    return _folder() / digest[:2] / digest


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def _write(part: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with part.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise too_large()
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise FileRefused(FileFault.DAMAGED, _("文件是空的。请重新导出后上传。"))
    return digest.hexdigest(), size


def too_large() -> FileRefused:
    """The refusal of a file above `LARGEST`."""
    text = _("文件超过 %(limit)s MB。请压缩图片或分成几份上传。")
    return FileRefused(FileFault.TOO_LARGE, text % {"limit": LARGEST // 2**20})


def _put(part: Path, target: Path) -> None:
    """Rename, and have the folder written down too; whoever comes second changes nothing."""
    if target.exists():
        return
    target.parent.mkdir(exist_ok=True)
    part.chmod(0o440)
    part.replace(target)
    for folder in (target.parent, target.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(arriving: Path) -> None:
    """Remove what was abandoned half-way."""
    for part in arriving.glob("*.part"):
        try:
            if time.time() - part.stat().st_mtime > ABANDONED:
                part.unlink()
        except FileNotFoundError:
            continue  # another process swept it, or kept it
