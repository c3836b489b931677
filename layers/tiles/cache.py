"""Compressed tiles on disk, named by all that can change them.

    <TILE_CACHE_DIR>/<county>/<version>/<layer>/<name>/<z>/<x>/<y>.gz

A tile is the same for everyone who may see the map of the county; whether somebody may is
asked before the cache, every time. The cache may be deleted at any moment, by anyone. An
empty TILE_CACHE_DIR switches it off.
"""

import logging
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

LARGEST_BYTES = 2 * 2**30
AFTER_PRUNING = 0.8
WRITES_BETWEEN_MEASURES = 2000
VERSIONS_KEPT = 2  # a request under way may still write to the one before

_writes = 0


def folder() -> Path | None:
    """Where tiles are kept, None when they are not."""
    root = Path(settings.TILE_CACHE_DIR)
    return None if root == Path() else root


def read(path: Path) -> bytes | None:
    """The compressed tile, None when it has to be made."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def write(path: Path, tile: bytes, *, version: Path) -> None:
    """Keep a tile: whole or not at all. A disk that refuses costs the cache, not the answer."""
    try:
        new = not version.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, tile)
        if new:
            forget_old_versions(version.parent)
        _keep_bounded(version.parents[1])
    except OSError as error:
        logger.warning("a tile could not be kept: %s", error)


def _replace(path: Path, tile: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as part:
        try:
            part.write(tile)
            part.close()
            Path(part.name).replace(path)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise


def forget_old_versions(county: Path) -> None:
    """Delete all but the newest versions of one county."""
    versions = sorted(county.iterdir(), key=lambda entry: entry.stat().st_mtime, reverse=True)
    for old in versions[VERSIONS_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def prune(root: Path, largest: int = LARGEST_BYTES) -> int:
    """Delete the oldest tiles once all together pass `largest` bytes; how many were deleted."""
    tiles = [(entry.stat(), entry) for entry in root.rglob("*.gz")]
    total = sum(stat.st_size for stat, _ in tiles)
    deleted = 0
    if total <= largest:
        return 0
    for stat, tile in sorted(tiles, key=lambda found: found[0].st_mtime):
        tile.unlink(missing_ok=True)
        total -= stat.st_size
        deleted += 1
        if total <= largest * AFTER_PRUNING:
            break
    return deleted


def _keep_bounded(root: Path) -> None:
    global _writes  # noqa: PLW0603  # one counter per process is all the precision needed
    _writes += 1
    if _writes % WRITES_BETWEEN_MEASURES == 0:
        prune(root)
