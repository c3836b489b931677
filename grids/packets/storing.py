"""Where the files of packets lie: under MEDIA_ROOT by the contents' hash, never half there.

Files are written and synced in a folder of their own below `.making`, which then gets its final
name in one step. A folder nobody's row names is what a killed attempt left; the next one that
makes the packet removes it.
"""

import os
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

MAKING = ".making"


class Stored(NamedTuple):
    """One file of a packet as its row keeps it."""

    name: str
    bytes: int
    sha256: str


def root() -> Path:
    """The folder of all packets."""
    return Path(settings.MEDIA_ROOT) / "packets"


def store(files: Mapping[str, bytes], folder: str) -> list[Stored]:
    """Write files by name as the folder `folder` below the root, all of them or none.

    The folder is of one attempt at one packet, so that nobody else can be writing it.
    """
    making, final = root() / MAKING / Path(folder).name, root() / folder
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for name, content in files.items():
        _write(making / name, content)
    _sync(making)
    final.parent.mkdir(parents=True, exist_ok=True)
    making.rename(final)
    _sync(final.parent)
    return [Stored(name, len(content), digest(content)) for name, content in files.items()]


def digest(content: bytes) -> str:
    """SHA-256, 64 hexadecimal digits."""
    return sha256(content).hexdigest()


def sweep(packet: str, content_hash: str) -> None:
    """Remove what attempts at a packet that is not made yet left behind."""
    for place in (root() / MAKING, root() / content_hash):
        for left in place.glob(f"{packet}-*"):
            shutil.rmtree(left, ignore_errors=True)


def path_of(folder: str, name: str) -> Path:
    """Where a file lies; whether it is one of the packet's is the caller's to know."""
    return root() / folder / name


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the names in a folder as lasting as the files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
