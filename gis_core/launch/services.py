"""The programs that run while the map is served: web server and worker."""

import errno
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from gis_core.launch.packages import PYTHON
from gis_core.launch.places import ROOT, log_file
from gis_core.launch.programs import end_group, last_line
from gis_core.launch.trouble import Trouble

FIRST_PORT = 8000
PORTS_TO_TRY = 50
READY_SECONDS = 60.0
HEALTH = "/readyz"


@dataclass
class Service:
    """A program in a session of its own, so that a Ctrl-C in the terminal reaches only us."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    door: socket.socket | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return log_file(self.name)

    def start(self) -> None:
        """Start it; it also ends by itself should we be killed outright."""
        tied = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(  # noqa: S603  # our own commands, no shell
                [*tied, *self.command],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[self.door.fileno()] if self.door else [],
            )

    def stop(self) -> None:
        """End it with its children; safe to call twice."""
        if self.process is not None:
            end_group(self.process)

    def check(self) -> None:
        """Raise Trouble when it has ended by itself."""
        if self.process is None or self.process.poll() is None:
            return
        words = last_line(self.log.read_text(errors="replace"))
        raise Trouble(
            f"{self.name} 意外退出：{words}",
            f"{self.name} ended unexpectedly",
            mend=f"tail -n 40 '{self.log}'",
        )


def web_server(door: socket.socket, env: Mapping[str, str]) -> Service:
    """Gunicorn with two processes of four threads, the application loaded once for both."""
    size = ["--preload", "--workers=2", "--threads=4", f"--bind=fd://{door.fileno()}"]
    options = ["--timeout=120", "--graceful-timeout=5", "--no-control-socket"]
    options += ["--config=python:gis_core.serving"]
    command = [PYTHON, "-m", "gunicorn", "gis_core.wsgi:application", *size, *options]
    return Service("web", command, env, door)


def worker(env: Mapping[str, str]) -> Service:
    """The background worker."""
    return Service("worker", [PYTHON, "manage.py", "work"], env)


def open_door(host: str, port: int | None) -> socket.socket:
    """A socket that listens on the wanted port, or on the first free one from 8000 on.

    It is held from now on, so that nobody takes the port while we install. Raises Trouble.
    """
    if port is not None:
        return _open_wanted(host, port)
    for each in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
        with suppress(OSError):
            return _listen(host, each)
    raise _taken(FIRST_PORT, f"./run --port {FIRST_PORT + PORTS_TO_TRY}")


def wait_until_ready(service: Service, address: str) -> str:
    """Wait for the web server's first answer; what it says of its health."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        service.check()
        with suppress(OSError, HTTPException):
            return _health(address)
        time.sleep(0.1)
    raise Trouble(
        f"网页服务 {READY_SECONDS:.0f} 秒内没有应答",
        "the web server does not answer",
        mend=f"tail -n 40 '{service.log}'",
    )


def _health(address: str) -> str:
    try:
        with urlopen(f"{address}{HEALTH}", timeout=10) as answer:  # noqa: S310  # our own server
            return str(answer.read().decode())
    except HTTPError as error:
        with error:  # it answers; whether it answers well is for the list of pages
            return error.read().decode(errors="replace")


def _open_wanted(host: str, port: int) -> socket.socket:
    try:
        return _listen(host, port)
    except PermissionError as error:
        raise Trouble(
            f"本用户不能使用 1024 以下的端口 {port}",
            f"this user may not use port {port}, which is below 1024",
            mend="./run --port 8000",
        ) from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise _no_such_host(host) from error
        with open_door(host, None) as free:
            raise _taken(port, f"./run --port {free.getsockname()[1]}") from error


def _listen(host: str, port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(1024)
    except OSError:
        door.close()
        raise
    return door


def _no_such_host(host: str) -> Trouble:
    return Trouble(
        f"本机没有地址 {host}", f"this machine has no address {host}", mend="./run --host 127.0.0.1"
    )


def _taken(port: int, mend: str) -> Trouble:
    return Trouble(f"端口 {port} 已被占用", f"port {port} is taken", mend=mend)
