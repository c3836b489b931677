"""The private PostGIS cluster of this checkout: unix socket only, never a system service.

It lies in the local folder. Where the server's user cannot enter that folder, the data go to
the home of `postgres`; where the socket's path would pass the 107 bytes a unix socket may
have, the socket goes to /run or /tmp. Only the user who made it (and the server's user) may
connect: the folder of the socket is closed to others and PostgreSQL asks the kernel (peer).

Settings stay at PostgreSQL's own durable defaults: what a planner confirmed survives a power cut.
Tests, whose databases are thrown away, switch synchronous_commit off for themselves.

    python -m gis_core.launch.cluster start|stop|status|url
"""

import fcntl
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from gis_core.launch import initdb, postgres
from gis_core.launch.places import local_folder, short_name
from gis_core.launch.trouble import Trouble, from_os_error

LONGEST_SOCKET_PATH = 107
START_SECONDS = 120


@dataclass(frozen=True)
class Cluster:
    """Where one private cluster lies and who its server runs as (None: the caller)."""

    local: str
    data: str
    socket: str
    log: str
    user: str | None

    @property
    def url(self) -> str:
        host = quote(self.socket, safe="")
        return f"postgresql://{initdb.ROLE}@{host}:{initdb.PORT}/{initdb.DATABASE}"


def local_database_url(local: Path | None = None) -> str:
    """The address of the private cluster, running or not, made or not; starts nothing."""
    return (remembered(local or local_folder()) or plan(local or local_folder())).url


def ensure_cluster(local: Path | None = None) -> str:
    """Make the private cluster if needed, start it if needed; its address.

    Two callers at once are safe: the second waits for the first. A server that was killed,
    and a lock file left by a machine that lost power, are recovered.
    """
    folder = local or local_folder()
    known = remembered(folder)
    if known and is_ready(known):
        return known.url
    start(folder)
    return local_database_url(folder)


def start(local: Path) -> bool:
    """Bring the cluster up; False when it already ran."""
    try:
        with _alone(local):
            return _start(local)
    except OSError as error:
        raise from_os_error(error) from error


def stop(local: Path) -> bool:
    """Stop the server, ending its sessions; False when it did not run."""
    cluster = remembered(local)
    if cluster is None:
        return False
    with _alone(local):
        if postmaster(cluster) is None:
            return False
        _control(cluster, "stop", "-m", "fast", "-w", "-t", "60")
        return True


def destroy(local: Path) -> None:
    """Stop the server and delete its data."""
    stop(local)
    cluster = remembered(local)
    if cluster is not None:
        for folder in (cluster.data, cluster.socket):
            shutil.rmtree(folder, ignore_errors=True)
        _memory(local).unlink(missing_ok=True)


def other_sessions(local: Path) -> int:
    """How many programs are connected to the running cluster."""
    cluster = remembered(local)
    if cluster is None or not is_ready(cluster):
        return 0
    question = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    return int(initdb.ask(_server(cluster), cluster.socket, question)) - 1


def postmaster(cluster: Cluster) -> int | None:
    """The process of the running server; None also when its lock file is a left-over.

    After a restart of the machine the number in the lock file may belong to any process, so
    the command line of that process must name our data folder.
    """
    lines = _lock_lines(cluster)
    if not lines or not lines[0].strip().isdigit():
        return None
    try:
        command = Path(f"/proc/{lines[0].strip()}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    return int(lines[0]) if cluster.data.encode() in command else None


def is_ready(cluster: Cluster) -> bool:
    """Whether the server runs and accepts sessions."""
    lines = _lock_lines(cluster)
    return len(lines) > 7 and lines[7].strip() == "ready" and postmaster(cluster) is not None


def remembered(local: Path) -> Cluster | None:
    """The cluster that was made for this folder; None for what a copied folder brought along."""
    try:
        cluster = Cluster(**json.loads(_memory(local).read_text()))
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise from_os_error(error) from error
    return cluster if cluster.local == str(local) else None


def plan(local: Path) -> Cluster:
    """Where a new cluster would lie."""
    user = postgres.server_user()
    name = f"wangge-{short_name(local)}"
    data, socket = local / "postgres", local / "socket"
    if user and not _can_enter(user, local):
        data, socket = Path("/var/lib/postgresql") / name, Path("/run") / name
    if len(f"{socket}/.s.PGSQL.{initdb.PORT}".encode()) > LONGEST_SOCKET_PATH:
        short = Path("/run") if user else Path("/tmp")  # noqa: S108  # its owner is checked
        socket = short / (name if user else f"{name}-{os.getuid()}")
    return Cluster(str(local), str(data), str(socket), f"{data}/server.log", user)


def _start(local: Path) -> bool:
    cluster = remembered(local)
    if cluster and is_ready(cluster):
        return False
    if cluster is None or not Path(cluster.data).exists():
        local.mkdir(parents=True, exist_ok=True)
        cluster = plan(local)
    server = _server(cluster)
    initdb.make_folder(cluster.socket, cluster.user)
    initdb.make_data(server, cluster.data, cluster.user)
    initdb.write_settings(cluster.data, cluster.socket)
    running = postmaster(cluster) is not None
    if not running:
        _remove_left_overs(cluster)
    _launch(cluster)
    initdb.make_database(server, cluster.socket)
    _memory(local).write_text(json.dumps(asdict(cluster), indent=1))
    return not running


def _launch(cluster: Cluster) -> None:
    """Start the server, waiting out the last sessions of one that was killed."""
    deadline = time.monotonic() + START_SECONDS
    while not is_ready(cluster):
        if postmaster(cluster) is None:
            try:
                _control(cluster, "start", "-w", "-t", str(START_SECONDS), "-l", cluster.log)
            except Trouble:
                if not _sessions_linger(cluster) or time.monotonic() > deadline:
                    raise
        if time.monotonic() > deadline:
            raise _will_not_start(cluster, "it is still recovering")
        time.sleep(0.2)


def _sessions_linger(cluster: Cluster) -> bool:
    return "is still in use" in _last_words(cluster)


def _control(cluster: Cluster, *arguments: str) -> None:
    """Run pg_ctl on the cluster."""
    command = [_server(cluster).program("pg_ctl"), "-D", cluster.data, *arguments]
    done = postgres.run_as(cluster.user, command)
    if done.returncode:
        raise _will_not_start(cluster, f"{done.stdout} {done.stderr}"[-300:])


def _will_not_start(cluster: Cluster, detail: str) -> Trouble:
    words = _last_words(cluster) or detail
    return Trouble(
        f"数据库服务没有响应：{words}",
        f"the database server failed: {words}",
        mend=f"tail -n 30 '{cluster.log}'",
    )


def _last_words(cluster: Cluster) -> str:
    """The last fatal line of the server's log."""
    try:
        lines = Path(cluster.log).read_text(errors="replace").splitlines()[-30:]
    except OSError:
        return ""
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return fatal[-1] if fatal else ""


def _remove_left_overs(cluster: Cluster) -> None:
    for name in (f"{cluster.data}/postmaster.pid", f"{cluster.socket}/.s.PGSQL.{initdb.PORT}.lock"):
        Path(name).unlink(missing_ok=True)


def _server(cluster: Cluster) -> postgres.Postgres:
    version = Path(cluster.data) / "PG_VERSION"
    return postgres.choose(int(version.read_text()) if version.exists() else None)


def _lock_lines(cluster: Cluster) -> list[str]:
    try:
        return (Path(cluster.data) / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _can_enter(user: str, folder: Path) -> bool:
    """Whether `user` can reach `folder`, or the part of its path that exists."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        return postgres.run_as(user, ["test", "-x", str(existing)]).returncode == 0
    except Trouble:  # the user comes with PostgreSQL, which is not installed yet
        return True


def _memory(local: Path) -> Path:
    return local / "cluster.json"


@contextmanager
def _alone(local: Path) -> Iterator[None]:
    """Hold the cluster's lock."""
    local.mkdir(parents=True, exist_ok=True)
    with (local / "cluster.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    """The command line: start, stop, status or url."""
    local = local_folder()
    if arguments == ["start"]:
        print(ensure_cluster(local))
    elif arguments == ["stop"]:
        print("已停止 stopped" if stop(local) else "没有在运行 not running")
    elif arguments == ["status"]:
        cluster = remembered(local)
        ready = bool(cluster and is_ready(cluster))
        print("运行中 running" if ready else "没有在运行 not running")
        return 0 if ready else 3
    elif arguments == ["url"]:
        print(local_database_url(local))
    else:
        print(__doc__.strip().splitlines()[-1].strip(), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(str(trouble))
