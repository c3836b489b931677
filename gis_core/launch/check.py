"""`./check`: install what the checks need, then prove that everything works.

Every check is a command that can be typed by itself. The start on nothing, which takes as long as
the others together, runs beside them. The tests come last, so that the output closes with the test
runner's own count.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from gis_core.launch import cluster, packages, system
from gis_core.launch.places import ROOT, VENV, local_folder
from gis_core.launch.programs import end_group, stop_on_signals
from gis_core.launch.steps import timed
from gis_core.launch.trouble import Trouble, from_os_error

ROOMS = ("gis_core", "communities", "grids", "layers", "fixtures", "tests")
PYTHON = (".venv/bin/python",)
PRODUCTION = {
    "WANGGE_ENV": "production",
    "SECRET_KEY": "only-for-the-check-of-settings-1234567890-abcdefghijklmnop",
    "ALLOWED_HOSTS": "wangge.example",
}


@dataclass(frozen=True)
class Check:
    """One command that must end with 0; `env` is added to the environment."""

    group: str
    zh: str
    en: str
    command: tuple[str, ...]
    env: tuple[tuple[str, str], ...] = ()

    @property
    def by_hand(self) -> str:
        """How to run it alone."""
        return shlex.join([*(f"{name}={value}" for name, value in self.env), *self.command])


def checks() -> list[Check]:
    """Everything before the tests, in order."""
    djade = (".venv/bin/djade", "--check", "{}", "+")
    manage = (*PYTHON, "manage.py")
    return [
        Check("lint", "代码检查", "lint", (".venv/bin/ruff", "check", ".")),
        Check("lint", "代码格式", "format", (".venv/bin/ruff", "format", "--check", ".")),
        Check(
            "lint", "模板格式", "templates", ("find", *ROOMS, "-name", "*.html", "-exec", *djade)
        ),
        Check("lint", "导入方向", "imports", (".venv/bin/lint-imports",)),
        Check("types", "类型", "types", (".venv/bin/mypy", *ROOMS, "manage.py")),
        Check("django", "迁移齐全", "migrations", (*manage, "makemigrations", "--check")),
        Check(
            "django",
            "生产设置",
            "deployment",
            (*manage, "check", "--deploy", "--fail-level", "WARNING"),
            tuple(PRODUCTION.items()),
        ),
        Check("front", "前端检查", "front-end types", ("npm", "run", "check")),
        Check("front", "前端测试", "front-end tests", ("npm", "test")),
        Check(
            "smoke",
            "从空库启动",
            "./run --once on nothing",
            ("./run", "--once"),
            (("WANGGE_LOCAL", str(local_folder() / "smoke")), ("DATABASE_URL", "")),
        ),
        Check("test", "测试用表", "tables for the tests", (*PYTHON, "-m", "tests.migrated")),
    ]


BESIDE = "smoke"
GROUPS = ("lint", "types", "django", "front", "smoke", "test")
WORKERS = ("--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder")  # long ones first
TESTS = (".venv/bin/pytest", "--color=no", *WORKERS)


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit code."""
    os.chdir(ROOT)
    parser = _parser()
    groups = parser.parse_args(arguments).groups or GROUPS
    if unknown := set(groups) - set(GROUPS):
        parser.error(f"没有这一组 no such group: {' '.join(sorted(unknown))}")
    stop_on_signals()
    try:
        with ExitStack() as undo:
            prepare(set(groups), undo)
            return run_checks(groups)
    except KeyboardInterrupt:
        print("\n已停止 stopped")
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except OSError as error:
        print(from_os_error(error), file=sys.stderr)
    return 1


def prepare(groups: set[str], undo: ExitStack) -> None:
    """Install what these groups need, and start the database the tests use."""
    with timed("安装 install"):
        packages.install_python_packages("requirements-dev.txt")
        packages.compile_translations()
        if groups & {"django", "smoke", "test"}:
            system.provide([system.POSTGIS])
        if groups & {"front", "smoke", "test"}:
            system.provide([system.NODE])
            packages.install_front_end_packages()
            packages.build_front_end()
        if "test" in groups:
            system.provide([system.CHROMIUM, system.FONT])
    if groups & {"django", "test"} and not os.environ.get("DATABASE_URL"):
        with timed("数据库 database"):
            if cluster.start(local_folder()):
                undo.callback(cluster.stop, local_folder())


def run_checks(groups: Sequence[str]) -> int:
    """Run the checks of some groups, all of them even when one fails, and the tests last."""
    failed = failing([check for check in checks() if check.group in groups])
    for check in failed:
        print(f"  ✗ {check.zh} {check.en} → {check.by_hand}", flush=True)
    code = 0
    if "test" in groups:
        print(f"  测试 tests: {' '.join(TESTS)}", flush=True)
        with started(TESTS, None, {}) as process:
            code = process.wait()
    return code or int(bool(failed))


def failing(chosen: Sequence[Check]) -> list[Check]:
    """Run the checks one after the other, beside the one that is as long as all others."""
    with ExitStack() as running:
        beside = {
            check: running.enter_context(begun(check)) for check in chosen if check.group == BESIDE
        }
        failed = [check for check in chosen if check not in beside and not passes(check)]
        return failed + [check for check, job in beside.items() if not ends_well(check, job)]


def passes(check: Check) -> bool:
    """Run one check."""
    with begun(check) as job:
        return ends_well(check, job)


@dataclass(frozen=True)
class Job:
    """A check that was started: where its output goes, and since when it runs."""

    process: subprocess.Popen[bytes]
    log: Path
    since: float


@contextmanager
def begun(check: Check) -> Iterator[Job]:
    """Start one check; the smoke in an empty folder on an empty database, and none is left."""
    log = local_folder() / "log" / f"check-{check.group}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    since = time.monotonic()
    _empty_smoke(check)
    try:
        with started(check.command, log, dict(check.env)) as process:
            yield Job(process, log, since)
    finally:
        _empty_smoke(check)


def ends_well(check: Check, job: Job) -> bool:
    """Wait for the end of a check; its output is shown only when it failed."""
    with timed(f"{check.zh} {check.en}", job.since) as line:
        code = job.process.wait()
        line.mark = "✗" if code else "✓"
    if code:
        print(job.log.read_text(errors="replace"))
    return code == 0


def _empty_smoke(check: Check) -> None:
    folder = Path(dict(check.env).get("WANGGE_LOCAL", ""))
    if check.group == "smoke" and folder.is_dir():
        cluster.destroy(folder)
        shutil.rmtree(folder)


@contextmanager
def started(
    command: Sequence[str], log: Path | None, extra: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command, its output to `log` or to ours; whatever stops us stops its children."""
    with ExitStack() as files:
        process = subprocess.Popen(  # noqa: S603  # our own commands, no shell
            command,
            env={**os.environ, "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}", **extra},
            stdin=subprocess.DEVNULL,
            stdout=files.enter_context(log.open("wb")) if log else None,
            stderr=subprocess.STDOUT if log else None,
            start_new_session=True,
        )
        try:
            yield process
        except BaseException:
            end_group(process, seconds=60)
            raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./check",
        description="全部检查，最后是测试。 Every check, the tests last. E.g.: ./check lint types",
    )
    only = f"只做其中几组 only some of: {', '.join(GROUPS)}"
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=only)
    return parser


if __name__ == "__main__":
    sys.exit(main())
