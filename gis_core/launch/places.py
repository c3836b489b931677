"""Where things lie: the checkout, and the local folder that is never committed."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"


def local_folder() -> Path:
    """The folder of everything made at install; `WANGGE_LOCAL` moves it."""
    return Path(os.environ.get("WANGGE_LOCAL") or ROOT / ".local").absolute()


def short_name(folder: Path) -> str:
    """A name of 10 hexadecimal digits for a folder, where its path would be too long."""
    return hashlib.sha256(str(folder).encode()).hexdigest()[:10]


def log_file(name: str) -> Path:
    """The file `name.log` of the local folder, its folder made when missing."""
    folder = local_folder() / "log"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.log"
