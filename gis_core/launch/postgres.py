"""The PostgreSQL that is installed on this machine: where its programs are, who may run them."""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gis_core.launch.trouble import Trouble

EXTENSIONS = ("postgis", "btree_gist")
OLDEST = 14
PACKAGE = "postgresql-postgis"
SYSTEM_USER = "postgres"


@dataclass(frozen=True)
class Postgres:
    """One installed major version."""

    major: int
    programs: Path

    def program(self, name: str) -> str:
        return str(self.programs / name)


def installed() -> list[Postgres]:
    """Every usable installation that has the extensions we need, newest first."""
    found = {server.major: server for server in map(_look_at, _program_folders()) if server}
    return [found[major] for major in sorted(found, reverse=True)]


def choose(major: int | None = None) -> Postgres:
    """The newest installation, or the one of `major` that made an existing data folder."""
    for server in installed():
        if major is None or server.major == major:
            return server
    if major is not None and installed():
        raise Trouble(
            f"现有数据由 PostgreSQL {major} 建立，本机没有这一版本",
            f"the existing data were made by PostgreSQL {major}, which is not installed",
            mend=f"sudo apt-get install -y postgresql-{major}-postgis-3",
        )
    raise Trouble(
        "没有找到带 PostGIS 的 PostgreSQL",
        "no PostgreSQL with PostGIS was found",
        mend=f"sudo apt-get install -y --no-install-recommends {PACKAGE}",
    )


def server_user() -> str | None:
    """The system user the server must run as: PostgreSQL refuses root. None: the caller."""
    return SYSTEM_USER if os.geteuid() == 0 else None


def run_as(user: str | None, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL, as `user` when given, from a folder everybody can enter."""
    if user and not _exists(user):
        raise Trouble(
            f"以 root 运行时需要系统用户 {user}，但它不存在",
            f"as root the server runs as the system user {user}, which does not exist",
            mend=f"useradd --system --home-dir /var/lib/postgresql {user}",
        )
    return subprocess.run(  # noqa: S603  # our own fixed commands, no shell
        command,
        cwd="/",
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": "/"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        user=user,
        group=user,
        extra_groups=[] if user else None,
    )


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _program_folders() -> Iterator[Path]:
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    yield from Path("/usr").glob("pgsql-*/bin")
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent


def _look_at(programs: Path) -> Postgres | None:
    """The installation in a folder of programs, None when it lacks something or is too old."""
    needed = ("initdb", "pg_ctl", "psql", "pg_config")
    if not all(os.access(programs / name, os.X_OK) for name in needed):
        return None
    answer = run_as(None, [str(programs / "pg_config"), "--version", "--sharedir"])
    if answer.returncode:
        return None
    version, share = answer.stdout.splitlines()
    major = int(re.findall(r"\d+", version)[0])
    complete = all((Path(share) / "extension" / f"{name}.control").exists() for name in EXTENSIONS)
    return Postgres(major, programs) if complete and major >= OLDEST else None
