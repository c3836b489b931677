"""What the database server has used, from /proc; it runs on this machine."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN, _OF_ENDED = 1, slice(11, 13), slice(13, 15)


def cpu_of_server(postmaster: int) -> float:
    """CPU seconds so far of the server: its processes of now and those that ended."""
    ended = sum(map(int, _fields(postmaster)[_OF_ENDED]))
    numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    running = [found for found in map(_fields, numbers) if found[_PARENT:2] == [str(postmaster)]]
    return (ended + sum(sum(map(int, found[_OWN])) for found in running)) / _TICKS


def _fields(process: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the command: state, parent, group …"""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
