import errno
import os
from pathlib import Path

import pytest

from gis_core.launch import packages, system
from gis_core.launch.programs import explain, run_logged
from gis_core.launch.system import Capability
from gis_core.launch.trouble import Trouble, from_os_error

INSTALL = ("安装", "installing")


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("npm ERR! code ENOSPC\nnpm ERR! nospc", "磁盘已满"),
        ("Temporary failure in name resolution\nNo matching distribution", "没有网络"),
        ("SSLError(CERTIFICATE_VERIFY_FAILED)\nNo matching distribution", "证书"),
        ("django.db.utils.OperationalError: Connection refused", "数据库连不上"),
        ('error: Could not resolve "map.ts"\nNode.js v20', 'Could not resolve "map.ts"'),
        ("Traceback\n  ...\nValueError: 坏的值\n\n", "ValueError: 坏的值"),
    ],
)
def test_the_cause_is_read_from_what_a_program_said(output: str, said: str) -> None:
    line = str(explain(output, Path("pip.log"), INSTALL))
    assert said in line
    assert "\n" not in line


def test_a_failed_program_leaves_its_output_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGGE_LOCAL", str(tmp_path))
    with pytest.raises(Trouble, match="没有这个文件"):
        run_logged(["sh", "-c", "echo 没有这个文件; exit 3"], log="try", purpose=INSTALL)
    assert (tmp_path / "log" / "try.log").read_text() == "没有这个文件\n"


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "没有写入"), (errno.EACCES, "没有写入")],
)
def test_a_refused_system_call_names_the_place(number: int, said: str) -> None:
    line = str(from_os_error(OSError(number, os.strerror(number), "/data/网格")))
    assert said in line
    assert "/data/网格" in line


def test_a_disk_without_room_is_refused_before_anything_is_downloaded(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="磁盘空间不足"):
        packages.need_room(10**12, tmp_path)


def test_node_is_missing_where_the_path_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not system.has_node()


def test_a_node_that_is_too_old_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v12.22.9\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert not system.has_node()


def test_a_system_without_apt_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    wanted = Capability("锤子", "a hammer", ("hammer",), lambda: False, "https://example.org")
    with pytest.raises(Trouble, match="缺少锤子，而本机没有 apt"):
        system.provide([wanted])
