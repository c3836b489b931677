"""The reader process itself: its folder, its environment, its start, also ahead of its request.

Only the standard library is imported here, so that a command can start the reader before it
sets up anything of its own: the two then import their libraries at the same time.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

PROJECT = Path(__file__).resolve().parent.parent.parent
FOLDER_PREFIX = "wangge-read-"


class ReaderProcess:
    """A reader that waits for its request, in a folder that goes away with it."""

    def __init__(self) -> None:
        _remove_left_overs()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-"))
        try:
            self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `end`
            self.popen = _start(self.folder, self.errors)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def end(self) -> None:
        """End the process, whatever it is doing, and remove its folder."""
        self.popen.kill()
        self.popen.wait()
        for stream in (self.popen.stdin, self.popen.stdout, self.errors):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)


_waiting: list[ReaderProcess] = []


def start_ahead() -> None:
    """Start a reader for the first file this process will open; one nobody asked ends with it."""
    _waiting.append(ReaderProcess())
    atexit.register(_end_waiting)


def take() -> ReaderProcess:
    """The reader started ahead, once; else a new one."""
    return _waiting.pop() if _waiting else ReaderProcess()


def _end_waiting() -> None:
    while _waiting:
        _waiting.pop().end()


def _start(folder: Path, errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    # -P: the folder of the file is no place to import from; -s: nor is the user's own site.
    return subprocess.Popen(  # our own interpreter and module, no shell
        [sys.executable, "-P", "-s", "-m", "gis_core.files.reader"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        cwd=folder,
        env=environment(folder),
        close_fds=True,
        start_new_session=True,
    )


def environment(folder: Path) -> dict[str, str]:
    """Everything the reader is told; in particular no database address and no proxies."""
    return {
        "PYTHONPATH": str(PROJECT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OPENBLAS_NUM_THREADS": "1",
        "GDAL_DRIVER_PATH": "disable",
        "SHAPE_RESTORE_SHX": "YES",
        "PROJ_NETWORK": "OFF",
    }


def _remove_left_overs() -> None:
    """Folders of applications that were killed: their process number is in the name."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*"):
        owner = folder.name.removeprefix(FOLDER_PREFIX).split("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)
