"""Photos on disk, by the digest of the picture: the same picture again is the same file."""

import hashlib
import os
import re
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from django.conf import settings

from gis_core.photos.remaking import LARGEST, remake

FOLDER = "photos"
_KEY = re.compile(r"[0-9a-f]{64}")


class StoredPhoto(NamedTuple):
    """A photo that is there: its key (64 hexadecimal digits), pixels, and bytes on disk."""

    key: str
    width: int
    height: int
    bytes: int


class Upload(Protocol):
    """What Django gives for a file that was sent."""

    def chunks(self, chunk_size: int | None = None) -> Iterable[bytes]: ...


def store_photo(file: Upload) -> StoredPhoto:
    """Look into a photo, make it anew and keep it with its small one. Raises FileRefused."""
    made = remake(_read(file))
    key = hashlib.sha256(made.full).hexdigest()
    place = place_of_photo(key)
    place.parent.mkdir(parents=True, exist_ok=True)
    # The small one first: whoever finds the photo finds both.
    _put(made.small, place_of_photo(key, small=True))
    _put(made.full, place)
    return StoredPhoto(key, made.width, made.height, len(made.full))


def place_of_photo(key: str, *, small: bool = False) -> Path:
    """Where the photo of this key is, if it is kept. Raises ValueError for what is no key."""
    if not _KEY.fullmatch(key):
        raise ValueError(key)
    name = f"{key}.small.jpg" if small else f"{key}.jpg"
    return Path(settings.MEDIA_ROOT) / FOLDER / key[:2] / name


def remove_photo(key: str) -> None:
    """Take a photo and its small one off the disk; one that is gone is gone."""
    for small in (False, True):
        place_of_photo(key, small=small).unlink(missing_ok=True)


def _read(file: Upload) -> bytes:
    """The bytes of an upload, no more than one above what is taken."""
    data = bytearray()
    for chunk in file.chunks():
        data += chunk
        if len(data) > LARGEST:
            break
    return bytes(data)


def _put(data: bytes, target: Path) -> None:
    """Whole or not at all, and on the disk before it has its name."""
    if target.exists():
        os.utime(target)  # whoever sweeps sees that somebody is about to use it
        return
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
