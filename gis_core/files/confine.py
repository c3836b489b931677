"""What the reader gives up before it looks at a file: memory, time, network, other files.

Resource limits hold everywhere. On Linux two kernel facilities that need no privilege close the
rest: seccomp refuses every socket (also the database's local one) and starting programs;
Landlock leaves only the interpreter's own files for reading and one folder for writing. A
kernel without them is not an error: what holds is told in the report.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from gis_core.files.request import Limits

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC = 1, 1
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # 13: EACCES

# Architecture mark, number of the seccomp call, and the calls refused:
# socket, connect, execve, execveat, ptrace, io_uring_setup.
_MACHINES = {
    "x86_64": (0xC000003E, 317, (41, 42, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, 277, (198, 203, 221, 281, 117, 425)),
}
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_FS_RIGHTS_BY_ABI = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF}
_READ = 0b1101  # execute, read file, read folder
_FILE_RIGHTS = 0b111 | 1 << 14  # those that a rule on a single file may name


def limit_resources(limits: Limits) -> None:
    """Bound memory, CPU time and the size of any file written; no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.unpacked_bytes, limits.unpacked_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confine(folder: Path) -> list[str]:
    """Close network and file system but for `folder`; what the kernel granted, by name."""
    if sys.platform != "linux":
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return []
    held = {"landlock": _landlock(libc, folder), "seccomp": _seccomp(libc)}
    return [name for name, holds in held.items() if holds]


def _seccomp(libc: ctypes.CDLL) -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    architecture, call, refused = machine
    code = ctypes.create_string_buffer(_filter(architecture, refused))
    program = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(code))
    )
    return bool(
        libc.syscall(call, _SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC, program) == 0
    )


def _filter(architecture: int, refused: tuple[int, ...]) -> bytes:
    """Berkeley packet filter: deny a foreign architecture, the x32 calls, and `refused`."""
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    deny = 5 + len(refused)  # the last step; jumps count from the step after their own
    steps = [
        (load, 0, 0, 4),
        (equal, 0, deny - 2, architecture),
        (load, 0, 0, 0),
        (at_least, deny - 4, 0, 0x40000000),
        *((equal, deny - 5 - index, 0, number) for index, number in enumerate(refused)),
        (answer, 0, 0, _ALLOW),
        (answer, 0, 0, _DENY),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _landlock(libc: ctypes.CDLL, folder: Path) -> bool:
    version = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return False
    handled = _FS_RIGHTS_BY_ABI[min(version, 3)]
    attributes = ctypes.create_string_buffer(struct.pack("Q", handled), 8)
    ruleset = libc.syscall(_LANDLOCK_CREATE, attributes, 8, 0)
    if ruleset < 0:
        return False
    for path in _readable():
        _allow(libc, ruleset, path, _READ)
    _allow(libc, ruleset, folder, handled)
    held: bool = libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0
    os.close(ruleset)
    return held


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not path.is_dir():
        rights &= _FILE_RIGHTS
    rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, handle), 12)
    libc.syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0)
    os.close(handle)


def _readable() -> Iterable[Path]:
    """The interpreter, its packages, the C library, and the project's own coordinate code."""
    project = Path(__file__).resolve().parent.parent
    system = ["/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/lib", "/lib64"]
    single = [
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/mime.types",
        "/dev/urandom",
        "/dev/null",
        "/dev/zero",
    ]
    known = ["/proc/self", "/proc/meminfo", "/proc/cpuinfo", "/sys/devices/system/cpu"]
    interpreter = {sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent)} - {"/"}
    return [Path(path) for path in (*system, *single, *known, *interpreter, str(project))]
