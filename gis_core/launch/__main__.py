"""`./run`: from a bare machine to a served map."""

import argparse
import os
import shutil
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from gis_core.launch import cluster, instance
from gis_core.launch.places import ROOT, local_folder
from gis_core.launch.programs import stop_on_signals
from gis_core.launch.services import open_door
from gis_core.launch.steps import LOGINS, MADE_FROM_DATA, VISIT, Start, logins, prepare, serve, take
from gis_core.launch.trouble import Trouble, from_os_error

EPILOG = """\
环境变量 environment:
  DATABASE_URL   改用这个 PostGIS 数据库 use this database instead of the private one
  WANGGE_LOCAL   数据、密钥、日志所在的文件夹 folder of data, keys and logs (default: .local)
"""


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit code."""
    os.chdir(ROOT)
    options = _parser().parse_args(arguments)
    stop_on_signals()
    try:
        return _act(options)
    except KeyboardInterrupt:
        print("\n已停止 stopped")
        return 130
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except OSError as error:
        print(from_os_error(error), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run",
        description="安装并启动网格规划；Ctrl-C 停止。 Install and start; Ctrl-C stops.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--once", action="store_true", help="做一遍并检查主要页面后退出 do all, visit pages, exit")
    add("--port", type=int, help="端口，默认 8000 起第一个空闲的 (default: first free from 8000)")
    add("--host", default="127.0.0.1", help="监听地址；0.0.0.0 供手机访问 (default: %(default)s)")
    add("--stop", action="store_true", help="停止正在运行的实例和数据库 stop what runs here")
    add("--reset", action="store_true", help="删除私有数据库（先询问） delete the private database")
    return parser


def _act(options: argparse.Namespace) -> int:
    local = local_folder()
    if options.stop:
        stopped = instance.stop(local), cluster.stop(local)
        print("已停止 stopped" if any(stopped) else "没有在运行 nothing is running")
        return 0
    if options.reset:
        return _reset(local)
    if not options.once and _says_that_it_runs(local):
        return 0
    with ExitStack() as undo:
        door = undo.enter_context(open_door(options.host, options.port))
        address = f"http://{options.host}:{door.getsockname()[1]}"
        try:
            _run(Start(local, address, door, options.once, undo))
        finally:
            _ignore_signals()
    return 0


def _says_that_it_runs(local: Path) -> bool:
    found = instance.running(local)
    if found:
        print(f"已在运行 already running: {found[1]}\n停止 to stop: ./run --stop")
    return found is not None


def _run(start: Start) -> None:
    prepare(start)
    if not start.once and _says_that_it_runs(start.local):
        return  # started by somebody else while this one waited
    serve(start)
    if start.once:
        take(VISIT, start)
    _say(start)
    if not start.once:
        _watch(start)


def _say(start: Start) -> None:
    print(f"\n{start.summary}\n")
    for login in logins(start.local):
        print(f"  {login['role']}  {login['username']}  {login['password']}")
    hint = "" if start.once else "  (Ctrl-C 停止 stops)"
    print(f"\n网格规划 Wangge  {start.address}{hint}", flush=True)


def _watch(start: Start) -> None:
    """Wait until told to stop, or until a service ends by itself."""
    try:
        while True:
            time.sleep(1)
            for service in (start.web, start.worker):
                if service:
                    service.check()
    except KeyboardInterrupt:
        print("\n正在停止 stopping …", flush=True)


def _ignore_signals() -> None:
    """A second Ctrl-C must not interrupt the stopping (each service is given 10 seconds)."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _reset(local: Path) -> int:
    if os.environ.get("DATABASE_URL"):
        raise Trouble(
            "DATABASE_URL 指向的数据库不由 ./run 删除",
            "./run does not delete the database of DATABASE_URL",
            mend="unset DATABASE_URL",
        )
    print("删除本机私有数据库中的全部数据？输入 yes 确认 Delete all data? Type yes: ", flush=True)
    if sys.stdin.readline().strip() != "yes":
        print("没有删除 nothing was deleted")
        return 1
    instance.stop(local)
    cluster.destroy(local)
    (local / LOGINS).unlink(missing_ok=True)
    for folder in MADE_FROM_DATA:
        shutil.rmtree(local / folder, ignore_errors=True)
    print("已删除 deleted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
