"""The servers that are compared: gunicorn as `./run` starts it, and TiPG in a venv of its own."""

import os
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

from gis_core.launch.places import ROOT

PROCESSES = 2
TIPG = "tipg==1.6.1"
TIPG_SERVER = "uvicorn==0.54.0"


def nothing(environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
    """An application that does nothing: what is left is the web server."""
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@contextmanager
def wangge(
    url: str, cache: str, application: str = "gis_core.wsgi:application"
) -> Iterator[tuple[int, int]]:
    """Our web server, its tile cache in `cache` (empty: none); its process and port."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", application]
    options = [
        f"--workers={PROCESSES}",
        "--threads=4",
        "--preload",
        "--config=python:gis_core.serving",
        f"--bind=127.0.0.1:{port}",
        "--no-control-socket",
    ]
    env = {**os.environ, "DATABASE_URL": url, "TILE_CACHE_DIR": cache}
    with _running([*command, *options], env, port) as process:
        yield process, port


@contextmanager
def tipg(url: str, home: Path) -> Iterator[tuple[int, int]]:
    """TiPG with as many processes, the same buffer, and its look at the catalogue switched off."""
    port = _free_port()
    python = _install(home)
    command = [str(python), "-m", "uvicorn", "tipg.main:app", f"--workers={PROCESSES}"]
    env = {
        **os.environ,
        "DATABASE_URL": url,
        "TIPG_TILE_BUFFER": "64",
        "TIPG_MAX_FEATURES_PER_TILE": "1000000",
        "TIPG_CATALOG_TTL": "0",
    }
    options = [f"--port={port}", "--log-level=warning", "--no-access-log"]
    with _running([*command, *options], env, port) as process:
        yield process, port


def _install(home: Path) -> Path:
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        packages = [TIPG, TIPG_SERVER, "uvloop", "httptools"]
        subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    return python


@contextmanager
def _running(command: list[str], env: dict[str, str], port: int) -> Iterator[int]:
    process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        _wait(process, port)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/healthz")
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not answer")


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
