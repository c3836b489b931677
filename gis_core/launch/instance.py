"""The one running instance of a local folder: found by a second start, ended by `--stop`."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gis_core.launch.trouble import Trouble

STOP_SECONDS = 60.0


@contextmanager
def claim(local: Path, address: str) -> Iterator[None]:
    """Be the instance of this folder; the kernel ends the claim however we end."""
    with _record(local).open("a+") as record:
        try:
            fcntl.flock(record, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble("已有一个在启动", "another start is under way", mend="./run") from None
        record.seek(0)
        record.truncate()
        json.dump({"pid": os.getpid(), "address": address}, record)
        record.flush()
        yield
        record.truncate(0)


def running(local: Path) -> tuple[int, str] | None:
    """Process and address of the instance that runs, None when none does."""
    try:
        with _record(local).open() as record:
            if _can_lock(record.fileno()):
                return None
            known = json.load(record)
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return int(known["pid"]), str(known["address"])


def stop(local: Path) -> bool:
    """Ask the running instance to stop and wait until it has; False when none runs."""
    found = running(local)
    if found is None:
        return False
    os.kill(found[0], signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while running(local):
        if time.monotonic() > deadline:
            raise Trouble("没有停下来", "it does not stop", mend=f"kill -9 {found[0]}")
        time.sleep(0.1)
    return True


def _can_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _record(local: Path) -> Path:
    return local / "running.json"
