"""The programs that run while the map is served: web server and worker."""

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


def web_server(host: str, port: int, env: Mapping[str, str]) -> Service:
    """Gunicorn with two processes of four threads, the application loaded once for both."""
    size = ["--preload", "--workers=2", "--threads=4"]
    options = ["--timeout=120", "--graceful-timeout=5", "--no-control-socket"]
    command = [PYTHON, "-m", "gunicorn", "gis_core.wsgi:application", *size, *options]
    return Service("web", [*command, f"--bind={host}:{port}"], env)


def worker(env: Mapping[str, str]) -> Service:
    """The background worker."""
    return Service("worker", [PYTHON, "manage.py", "work"], env)


def choose_port(host: str, wanted: int | None) -> int:
    """The wanted port, or the first free one from 8000 on. Raises Trouble where there is none."""
    if wanted is not None:
        _claim(host, wanted)
        return wanted
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
        if _is_free(host, port):
            return port
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


def _claim(host: str, port: int) -> None:
    try:
        _bind(host, port)
    except PermissionError as error:
        raise Trouble(
            f"本用户不能使用 1024 以下的端口 {port}",
            f"this user may not use port {port}, which is below 1024",
            mend="./run --port 8000",
        ) from error
    except OSError as error:
        free = next((n for n in range(port + 1, port + 100) if _is_free(host, n)), FIRST_PORT)
        raise _taken(port, f"./run --port {free}") from error


def _is_free(host: str, port: int) -> bool:
    try:
        _bind(host, port)
    except OSError:
        return False
    return True


def _bind(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _taken(port: int, mend: str) -> Trouble:
    return Trouble(f"端口 {port} 已被占用", f"port {port} is taken", mend=mend)
