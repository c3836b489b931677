"""The making of a private cluster: data folder, who may connect, settings, the one database."""

import getpass
import os
import shutil
from pathlib import Path

from gis_core.launch import postgres
from gis_core.launch.trouble import Trouble, disk_full

ROLE = "wangge"
DATABASE = "wangge"
PORT = 54399  # only part of the socket's name: the server listens to no network address
FINISHED = "wangge.made"

SETTINGS = """\
# Written by ./run at every start.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0777  # the folder is closed to others, and peer asks who comes
max_connections = 100
shared_buffers = 256MB
maintenance_work_mem = 256MB
work_mem = 16MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off  # compiling costs more than it saves on map queries of a few milliseconds
"""


def make_folder(folder: str, user: str | None) -> None:
    """A folder only `user` (or the caller) can enter; refuses one prepared by somebody else."""
    path = Path(folder)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if user:
        shutil.chown(path, user, user)
    if path.is_symlink() or (not user and path.stat().st_uid != os.getuid()):
        raise Trouble(
            f"文件夹 {folder} 属于别的用户",
            f"the folder {folder} belongs to another user",
            mend=f"sudo rm -r '{folder}'",
        )
    path.chmod(0o700)


def make_data(server: postgres.Postgres, data: str, user: str | None) -> None:
    """Run initdb unless it finished before; what an interrupted one left is removed."""
    if (Path(data) / FINISHED).exists():
        return
    shutil.rmtree(data, ignore_errors=True)
    make_folder(data, user)
    done = postgres.run_as(user, _initdb(server, data))
    if done.returncode:
        raise _failed(done.stdout + done.stderr, data)
    _let_in(Path(data), user)
    with (Path(data) / "postgresql.conf").open("a") as settings:
        settings.write("include 'wangge.conf'\n")
    (Path(data) / FINISHED).touch()


def write_settings(data: str, socket: str) -> None:
    """Write the server's settings; they are read at its next start."""
    quoted = socket.replace("'", "''")
    (Path(data) / "wangge.conf").write_text(SETTINGS.format(port=PORT, socket=quoted))


def make_database(server: postgres.Postgres, socket: str) -> None:
    """Make the database if missing. Extensions go to the template, so tests find them too."""
    if ask(server, socket, f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):  # noqa: S608
        return
    for extension in postgres.EXTENSIONS:
        ask(server, socket, f"CREATE EXTENSION IF NOT EXISTS {extension}", database="template1")
    ask(server, socket, f"CREATE DATABASE {DATABASE}")


def ask(
    server: postgres.Postgres, socket: str, statement: str, *, database: str = "postgres"
) -> str:
    """The answer of one SQL statement."""
    where = ["-h", socket, "-p", str(PORT), "-U", ROLE, "-d", database]
    command = [server.program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", *where, "-c", statement]
    done = postgres.run_as(None, command)
    if done.returncode:
        raise _failed(done.stderr, socket)
    return done.stdout.strip()


def _initdb(server: postgres.Postgres, data: str) -> list[str]:
    return [
        server.program("initdb"),
        f"--pgdata={data}",
        f"--username={ROLE}",
        "--auth=reject",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    ]


def _let_in(data: Path, user: str | None) -> None:
    """Let in the caller and the server's user, as the role that owns everything."""
    (data / "pg_hba.conf").write_text("local all all peer map=wangge\n")
    people = {getpass.getuser() if user is None else "root", user or postgres.SYSTEM_USER}
    lines = [f"wangge {person} {ROLE}\n" for person in sorted(people)]
    (data / "pg_ident.conf").write_text("".join(lines))


def _failed(output: str, place: str) -> Trouble:
    if "No space left on device" in output:
        return disk_full(place)
    reason = next((line for line in output.splitlines() if "rror" in line or "FATAL" in line), "")
    return Trouble(
        f"数据库建立失败：{reason or output[-300:]}",
        "the database could not be made",
        mend='WANGGE_LOCAL="$HOME/.wangge" ./run',
    )
