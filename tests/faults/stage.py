"""The stage: a private cluster, the web server and the worker as `./run` starts them."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from gis_core.launch import cluster, initdb, postgres
from gis_core.launch.cluster import Cluster
from gis_core.launch.packages import PYTHON
from gis_core.launch.places import ROOT
from gis_core.launch.services import Service, open_door, wait_until_ready, web_server, worker
from gis_core.launch.steps import Start, environment

TEMPLATE = "ready"
LEASE_SECONDS = 3.0
# Triggers compare geometries; with no search path, as pg_dump leaves it, "=" is not found.
_FIND_OPERATORS = "sed \"s/'search_path', ''/'search_path', 'public'/\""
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


class Stage:
    """Everything that runs. `local` is its own folder; nothing outside of it is touched."""

    def __init__(self, local: Path, undo: ExitStack) -> None:
        self.local = local
        self.door = undo.enter_context(open_door("127.0.0.1", None))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        undo.callback(cluster.destroy, local)
        url = cluster.ensure_cluster(local)
        start = Start(local, self.address, self.door, once=True, undo=undo)
        self.env = {**environment(start, url), "JOB_LEASE_SECONDS": str(LEASE_SECONDS)}
        undo.callback(self.leave)
        self.web = web_server(self.door, self._env("web"))
        self.worker = worker(self._env("worker"))

    @property
    def cluster(self) -> Cluster:
        known = cluster.remembered(self.local)
        if known is None:
            raise LookupError(f"no cluster in {self.local}")
        return known

    # --- the database ---------------------------------------------------------------------

    def ask(self, statement: str, database: str = initdb.DATABASE) -> str:
        """The answer of one SQL statement, over a connection of its own."""
        return initdb.ask(postgres.choose(), self.cluster.socket, statement, database=database)

    def fill(self, source: str | None) -> None:
        """All tables: copied from another database's, or made by the migrations."""
        if source:
            into = f"psql -qX -v ON_ERROR_STOP=1 '{self.cluster.url}'"
            copy = f"pg_dump --no-comments '{source}' | {_FIND_OPERATORS} | {into}"
            command = ["bash", "-o", "pipefail", "-c", copy]
        else:
            command = [PYTHON, "manage.py", "migrate", "--noinput", "--verbosity=0"]
        subprocess.run(command, cwd=ROOT, env=self.env, check=True, stdout=subprocess.DEVNULL)

    def keep_as_template(self) -> None:
        """What there is now is what every chapter begins with."""
        self.ask(f"ALTER DATABASE {initdb.DATABASE} RENAME TO {TEMPLATE}", "postgres")

    def restore(self) -> None:
        """Throw the database away, under whoever uses it, and begin again from the template."""
        self.ask(f"DROP DATABASE IF EXISTS {initdb.DATABASE} WITH (FORCE)", "postgres")
        made = f"CREATE DATABASE {initdb.DATABASE} TEMPLATE {TEMPLATE} STRATEGY file_copy"
        self.ask(made, "postgres")

    def durable(self) -> dict[str, str]:
        """What keeps a commit, as the web server's sessions have it."""
        return {name: self.ask(f"SHOW {name}") for name in DURABLE}

    def stop_database(self) -> None:
        """What `pg_ctl stop -m immediate` does, without its start-up: tell the server, and wait
        until it is gone with all its sessions."""
        known = self.cluster
        server = cluster.postmaster(known)
        if server is None:
            raise LookupError("the database does not run")
        os.kill(server, signal.SIGQUIT)
        while cluster.postmaster(known) is not None:
            time.sleep(0.01)

    def start_database(self) -> None:
        cluster.start(self.local)

    # --- web server and worker ------------------------------------------------------------

    def enter_web(self, *, application: str | None = None, **more: str) -> None:
        """Start the web server, perhaps another application than ours, and wait for it."""
        self.web = web_server(self.door, {**self._env("web"), **more})
        if application:
            plain = "gis_core.wsgi:application"
            self.web.command = [application if one == plain else one for one in self.web.command]
        self.web.start()
        wait_until_ready(self.web, self.address)

    def enter_worker(self) -> None:
        self.worker = worker(self._env("worker"))
        self.worker.start()

    def leave(self) -> None:
        for service in (self.web, self.worker):
            service.stop()

    def _env(self, name: str) -> Mapping[str, str]:
        """The sessions of each program bear its name, so that they are told apart."""
        return {**self.env, "PGAPPNAME": name}


def kill(service: Service) -> None:
    """SIGKILL a program with all its children, at once, and wait until it is gone."""
    os.killpg(_number(service), signal.SIGKILL)
    if service.process is not None:
        service.process.wait()


def kill_children(service: Service) -> None:
    """SIGKILL the processes a program has made: those of the web server that answer."""
    for child in _children(_number(service)):
        os.kill(child, signal.SIGKILL)


def _number(service: Service) -> int:
    if service.process is None:
        raise LookupError(f"{service.name} does not run")
    return service.process.pid


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(one) for one in found.split()]


def is_running(service: Service) -> bool:
    return service.process is not None and service.process.poll() is None


def wait_until(is_so: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    """Look again and again until something is so; False when it never is."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
