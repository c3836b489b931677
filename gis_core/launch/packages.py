"""Python and front-end packages, the built front end and the compiled translations.

Each is made again only when what it is made from changes.
"""

import compileall
import fcntl
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gis_core.launch import stamps
from gis_core.launch.places import ROOT, VENV
from gis_core.launch.programs import run_logged
from gis_core.launch.trouble import Trouble, from_os_error

PYTHON = str(VENV / "bin" / "python")
MODULES = ROOT / "node_modules"
BUILT = ROOT / "layers" / "static" / "built"
SOURCES = [ROOT / "layers" / "frontend", ROOT / "package.json", ROOT / "package-lock.json"]
LOCALE = ROOT / "gis_core" / "locale"
ROOMS = ("gis_core", "communities", "grids", "layers")
ROOM_FOR_PYTHON = 2_000  # MB: the packages, and their archives while they are unpacked
ROOM_FOR_NODE = 300


def install_python_packages(listing: str = "requirements.txt") -> bool:
    """Install the pinned packages into .venv; False when they were there."""
    wanted = stamps.digest([*ROOT.glob("requirements*.txt")], sys.version, str(VENV))
    command = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]

    def install() -> None:
        need_room(ROOM_FOR_PYTHON)
        purpose = ("安装 Python 软件包", "installing Python packages")
        run_logged([*command, "-r", listing], log="pip", purpose=purpose)

    return made_when_changed(VENV / f".{Path(listing).stem}", wanted, install)


def made_tables_from() -> str:
    """One hash over all the tables of a database are made from."""
    migrations = (path for room in ROOMS for path in (ROOT / room).glob("**/migrations/*.py"))
    return stamps.digest([*migrations, ROOT / "requirements.txt"])


def install_front_end_packages() -> bool:
    """Install what package-lock.json pins into node_modules; False when it was there."""
    _need_front_end()

    def install() -> None:
        need_room(ROOM_FOR_NODE)
        command = ["npm", "ci", "--no-audit", "--no-fund"]
        run_logged(command, log="npm", purpose=("安装前端软件包", "npm ci"))

    wanted = stamps.digest([ROOT / "package-lock.json", ROOT / "package.json"])
    return made_when_changed(MODULES / ".wangge", wanted, install)


def build_front_end() -> bool:
    """Bundle the front end; False when its sources have not changed."""
    _need_front_end()

    def build() -> None:
        run_logged(["npm", "run", "build"], log="build", purpose=("构建前端", "npm run build"))
        if not BUILT.is_dir():
            raise Trouble(
                "构建前端没有产出", f"npm run build made no {BUILT}", mend="npm run build"
            )

    wanted = stamps.digest([*SOURCES, *ROOT.glob("*.config.*"), *ROOT.glob("tsconfig*.json")])
    return made_when_changed(BUILT / ".wangge", wanted, build)


def compile_translations() -> bool:
    """Compile the message catalogues; False when they have not changed."""
    catalogues = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    stamp = VENV / ".translations"
    if not all(path.with_suffix(".mo").exists() for path in catalogues):
        stamp.unlink(missing_ok=True)

    def compile_all() -> None:
        purpose = ("编译翻译", "compiling translations")
        run_logged([PYTHON, "manage.py", "compile_catalogs"], log="translations", purpose=purpose)

    return made_when_changed(stamp, stamps.digest(catalogues), compile_all)


def compile_code(rooms: Iterable[Path] = tuple(map(ROOT.joinpath, ROOMS))) -> None:
    """Keep our own modules compiled; those that have not changed are left alone.

    Python would do it by itself, but not where it runs shut in, as the reader of files does, nor
    where PYTHONDONTWRITEBYTECODE is set: there every start would compile all of them again.
    """
    for room in rooms:
        compileall.compile_dir(room, quiet=2)


def need_room(megabytes: int, folder: Path = ROOT) -> None:
    """Refuse to begin what the disk cannot hold."""
    free = shutil.disk_usage(folder).free // 10**6
    if free < megabytes:
        raise Trouble(
            f"磁盘空间不足：{folder} 还剩 {free} MB，需要 {megabytes} MB",
            f"{free} MB free in {folder}, {megabytes} MB needed",
            mend="df -h . /tmp  # 释放空间后再运行 free some space, then ./run",
        )


def _need_front_end() -> None:
    if not (ROOT / "package-lock.json").exists():
        raise Trouble(
            "缺少 package-lock.json，前端无法构建",
            "package-lock.json is missing: the front end cannot be built",
            mend="git checkout -- package.json package-lock.json",
        )


def made_when_changed(stamp: Path, wanted: str, make: Callable[[], None]) -> bool:
    """Make something unless its stamp is current; only one process at a time."""
    if stamps.is_current(stamp, wanted):
        return False
    try:
        with _alone():
            if stamps.is_current(stamp, wanted):
                return False
            stamp.unlink(missing_ok=True)
            make()
            stamps.write(stamp, wanted)
    except OSError as error:
        raise from_os_error(error) from error
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the checkout's lock for installing."""
    with (VENV / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
