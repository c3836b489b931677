"""`./check`: install what the checks need, then prove that everything works.

Every check is a command that can be typed by itself. The tests come last, so that the output
closes with the test runner's own count.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from gis_core.launch import cluster, packages, system
from gis_core.launch.places import ROOT, VENV, local_folder
from gis_core.launch.programs import end_group, stop_on_signals
from gis_core.launch.steps import timed
from gis_core.launch.trouble import Trouble, from_os_error

ROOMS = ("gis_core", "communities", "grids", "layers", "fixtures", "tests")
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
    manage = (".venv/bin/python", "manage.py")
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
    ]


GROUPS = ("lint", "types", "django", "front", "smoke", "test")
TESTS = (".venv/bin/pytest", "--color=no", "--numprocesses=auto", "--dist=loadfile")


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
    failed = [check for check in checks() if check.group in groups and not passes(check)]
    for check in failed:
        print(f"  ✗ {check.zh} {check.en} → {check.by_hand}", flush=True)
    code = 0
    if "test" in groups:
        print(f"  测试 tests: {' '.join(TESTS)}", flush=True)
        code = _watched(TESTS, None, {})[0]
    return code or int(bool(failed))


def passes(check: Check) -> bool:
    """Run one check; its output is shown only when it fails."""
    log = local_folder() / "log" / f"check-{check.group}.log"
    _empty_smoke(check)
    with timed(f"{check.zh} {check.en}") as line:
        code, output = _watched(check.command, log, dict(check.env))
        line.mark = "✗" if code else "✓"
    if code:
        print(output)
    _empty_smoke(check)
    return code == 0


def _empty_smoke(check: Check) -> None:
    """Give the smoke an empty folder and an empty database, and leave none behind."""
    folder = Path(dict(check.env).get("WANGGE_LOCAL", ""))
    if check.group == "smoke" and folder.is_dir():
        cluster.destroy(folder)
        shutil.rmtree(folder)


def _watched(command: Sequence[str], log: Path | None, extra: dict[str, str]) -> tuple[int, str]:
    """Run a command, its output to `log` or to ours; whatever stops us stops its children."""
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as files:
        output = files.enter_context(log.open("wb")) if log else None
        process = subprocess.Popen(  # noqa: S603  # our own commands, no shell
            command,
            env={**os.environ, "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}", **extra},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if log else None,
            start_new_session=True,
        )
        try:
            code = process.wait()
        except BaseException:
            end_group(process, seconds=60)
            raise
    return code, log.read_text(errors="replace") if log else ""


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
