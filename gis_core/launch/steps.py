"""What `./run` does, in order: one table to read, one line printed for each row."""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from urllib.parse import urlsplit

from gis_core.launch import cluster, instance, packages, pages, stamps, system
from gis_core.launch.keys import secret_key
from gis_core.launch.programs import run_logged
from gis_core.launch.services import Service, wait_until_ready, web_server, worker
from gis_core.launch.trouble import Trouble

LOGINS = "demo-logins.json"
MADE_FROM_DATA = ("media", "tiles")  # folders that say nothing once the database is gone


@dataclass
class Start:
    """One start: where it runs, what it has started, and what it has to say at the end."""

    local: Path
    address: str
    door: socket  # listens on the address, and is handed to the web server
    once: bool
    undo: ExitStack
    summary: str = ""
    web: Service | None = None
    worker: Service | None = None
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One row of the table; `act` may return a remark for its line."""

    zh: str
    en: str
    act: Callable[[Start], str | None]


def install_system_packages(start: Start) -> str | None:
    """What the application cannot be without, and what it prints papers with: where that alone
    is missing and may not be installed, everything else works."""
    wanted = [system.NODE] if os.environ.get("DATABASE_URL") else [system.POSTGIS, system.NODE]
    try:
        return " ".join(system.provide([*wanted, *system.PAPERS])) or None
    except Trouble as trouble:
        if not all(each.is_there() for each in wanted):
            raise
        print(f"  {trouble}", flush=True)
        return "报批材料暂不能打印 no papers can be printed"


def install_python_packages(start: Start) -> str | None:
    return _unless(packages.install_python_packages())


def install_front_end(start: Start) -> str | None:
    installed, built = packages.install_front_end_packages(), packages.build_front_end()
    return _unless(installed or built)


def compile_texts_and_code(start: Start) -> str | None:
    packages.compile_code()
    return _unless(packages.compile_translations())


def start_database(start: Start) -> str | None:
    """Start the private cluster, unless an address was given; set the environment of the rest."""
    given = os.environ.get("DATABASE_URL")
    if not given:
        packages.need_room(300, start.local)
        if cluster.start(start.local):
            start.undo.callback(_stop_database, start.local)
    start.env = environment(start, given or cluster.local_database_url(start.local))
    return "DATABASE_URL" if given else None


def fill_database(start: Start) -> str | None:
    """Migrate, and load the demo county where there is none; by stamp in the private cluster."""
    stamp, wanted = _filled(start), packages.made_tables_from()
    if stamp and stamps.is_current(stamp, wanted):
        return _unless(made=False)
    _manage(start, "migrate", "--noinput", zh="建表", en="migrate")
    _manage(start, "load_demo", zh="装入示范县", en="load_demo")
    if stamp:
        stamps.write(stamp, wanted)
    return None


def start_services(start: Start) -> None:
    """Start worker and web server, and wait for the first answer."""
    (start.local / "static").mkdir(exist_ok=True)  # empty: in development files are found in place
    start.worker = worker(start.env)
    start.web = web_server(start.door, start.env)
    for service in (start.worker, start.web):
        start.undo.callback(service.stop)
        service.start()
    if wait_until_ready(start.web, start.address) == "migrations waiting":
        if stamp := _filled(start):
            stamp.unlink(missing_ok=True)
        raise Trouble("数据表与程序版本不一致", "migrations are waiting", mend="./run")


def suggest(start: Start) -> None:
    """Run the engine on the demo county, as a job the worker takes from the queue."""
    start.summary = _manage(start, "suggest_demo", "--wait", zh="引擎建议", en="suggestion").strip()


def visit_pages(start: Start) -> str:
    """Ask for the main pages as everybody and as the planner."""
    known = logins(start.local)
    if not known and not os.environ.get("DATABASE_URL"):
        raise Trouble(
            f"没有示范账号（{start.local / LOGINS}），登录后的页面无法检查",
            "no demo accounts to visit the pages behind the sign-in",
            mend="./run --reset",
        )
    return f"{pages.visit(start.address, known)} 个页面应答 pages answer"


PREPARE = (
    Step("系统软件", "system packages", install_system_packages),
    Step("Python 软件包", "Python packages", install_python_packages),
    Step("前端", "front end", install_front_end),
    Step("翻译与字节码", "translations and bytecode", compile_texts_and_code),
    Step("数据库", "database", start_database),
    Step("数据表与示范县", "tables and demo county", fill_database),
)
SERVE = (
    Step("网页与后台", "web server and worker", start_services),
    Step("引擎建议", "suggestion", suggest),
)
VISIT = Step("主要页面", "main pages", visit_pages)


def prepare(start: Start) -> None:
    """Everything up to a filled database; a second start in the same folder waits its turn."""
    start.local.mkdir(parents=True, exist_ok=True)
    with (start.local / "prepare.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  等待另一个 ./run 完成准备 waiting for another ./run …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        for step in PREPARE:
            take(step, start)


def serve(start: Start) -> None:
    """Everything that runs until the end of this start."""
    if not start.once:
        start.undo.enter_context(instance.claim(start.local, start.address))
    for step in SERVE:
        take(step, start)


def take(step: Step, start: Start) -> None:
    """Do one step and print its line with the seconds it took."""
    with timed(f"{step.zh} {step.en}") as line:
        line.remark = step.act(start) or ""


@dataclass
class Line:
    """What the block may add to the line printed for it."""

    mark: str = "✓"
    remark: str = ""


@contextmanager
def timed(title: str, since: float | None = None) -> Iterator[Line]:
    """Print a line with the seconds the block took, or all since then on the monotonic clock."""
    begun, line = time.monotonic() if since is None else since, Line()
    yield line
    seconds = time.monotonic() - begun
    print(f"  {line.mark} {seconds:6.1f} s  {title}  {line.remark}".rstrip(), flush=True)


def environment(start: Start, database_url: str) -> dict[str, str]:
    """The environment of every program we start; what the caller set is kept."""
    ours = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": os.environ.get("SECRET_KEY") or secret_key(start.local),
        "ALLOWED_HOSTS": _hosts(start.address),
        "STATIC_ROOT": str(start.local / "static"),
        "MEDIA_ROOT": str(start.local / "media"),
        "TILE_CACHE_DIR": str(start.local / "tiles"),
        "DJANGO_SETTINGS_MODULE": "gis_core.settings",
        "PYTHONUNBUFFERED": "1",
    }
    given = {name: value for name, value in os.environ.items() if value}
    return {**ours, **given, "WANGGE_LOCAL": str(start.local)}


def logins(local: Path) -> list[dict[str, str]]:
    """The demo accounts made at install; none where there are none (production settings)."""
    try:
        accounts: list[dict[str, str]] = json.loads((local / LOGINS).read_text())
    except FileNotFoundError:
        return []
    return accounts


def _filled(start: Start) -> Path | None:
    """Where it is remembered that the private database is filled: inside its own data."""
    known = None if os.environ.get("DATABASE_URL") else cluster.remembered(start.local)
    return Path(known.data) / "wangge.filled" if known else None


def _manage(start: Start, *arguments: str, zh: str, en: str) -> str:
    command = [packages.PYTHON, "manage.py", *arguments]
    return run_logged(command, log=arguments[0], purpose=(zh, en), env=start.env)


def _hosts(address: str) -> str:
    host = urlsplit(address).hostname or ""
    return "*" if host in ("0.0.0.0", "::") else ",".join({"localhost", "127.0.0.1", host})  # noqa: S104


def _unless(made: bool) -> str | None:
    return None if made else "已是最新 up to date"


def _stop_database(local: Path) -> None:
    """Stop the cluster we started, unless somebody else has begun to use it."""
    try:
        if cluster.other_sessions(local) == 0:
            cluster.stop(local)
    except Trouble as trouble:
        print(trouble, flush=True)
