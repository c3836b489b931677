"""Photos no row bears: those of forms that were never sent whole, removed after a day.

Apps that keep photos register a function by dotted path: of some keys, those still in use.
"""

import time
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from gis_core.photos.storing import FOLDER, remove_photo

KEPT_SECONDS = 24 * 3600
EVERY_SECONDS = 3600
AT_ONCE = 500

_USERS: list[str] = []
_swept: list[float] = []


def register_photos(path: str) -> None:
    """Say that `path`, a function of keys to those of them in use, knows of photos."""
    if path not in _USERS:
        _USERS.append(path)


def sweep_when_due() -> None:
    """Once an hour in each worker."""
    if _swept and time.monotonic() - _swept[-1] < EVERY_SECONDS:
        return
    _swept[:] = [time.monotonic()]
    sweep()


def sweep() -> int:
    """Remove what has been there for a day and nobody uses; how many photos."""
    users = [import_string(path) for path in _USERS]
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    old = time.time() - KEPT_SECONDS
    keys = [file.stem for file in folder.glob("??/*[0-9a-f].jpg") if _touched(file) < old]
    removed = 0
    for first in range(0, len(keys), AT_ONCE):
        some = {key for key in keys[first : first + AT_ONCE] if "." not in key}
        used = set[str]().union(*(user(some) for user in users))
        for key in some - used:
            remove_photo(key)
            removed += 1
    return removed


def _touched(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another worker was here
        return float("inf")
