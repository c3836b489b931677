"""An interpreter for each peer: a venv of its own in the cache folder, as `peers.txt` pins it."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

LIST = Path(__file__).with_name("peers.txt")


def pinned() -> dict[str, list[str]]:
    """What the venv of each player holds."""
    lines = [line.split() for line in LIST.read_text("utf-8").splitlines()]
    return {line[0]: line[1:] for line in lines if line and line[0] != "#"}


def interpreter(player: str, folder: Path) -> Path | None:
    """The interpreter that holds the peer, made when first asked for; None where it cannot be."""
    if player == "ours":
        return Path(sys.executable)
    wanted = pinned()[player]
    mark = hashlib.sha256(" ".join(wanted).encode()).hexdigest()[:12]
    home = folder / "venvs" / f"{player}-{mark}"
    python = home / "bin" / "python"
    if not (home / "done").exists():
        venv.create(home, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", *wanted]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
        (home / "done").touch()
    return python
