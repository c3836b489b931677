import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from gis_core.launch import packages, steps, system
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


def test_without_the_right_to_install_it_starts_though_no_papers_can_be_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    layout = Capability("排版库", "a layout library", ("pango",), lambda: False, "")
    there = Capability("数据库", "a database", ("postgis",), lambda: True, "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql:///somewhere")
    monkeypatch.setattr(system, "PAPERS", (layout,))
    monkeypatch.setattr(system, "NODE", there)
    remark = steps.install_system_packages(cast(steps.Start, None))
    assert remark == "报批材料暂不能打印 no papers can be printed"
    assert "缺少排版库" in capsys.readouterr().out
    monkeypatch.setattr(system, "NODE", replace(there, is_there=lambda: False))
    with pytest.raises(Trouble, match="数据库"):
        steps.install_system_packages(cast(steps.Start, None))


def test_the_libraries_that_lay_out_papers_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "LAYOUT", ("libpango-not-there.so.0",))
    assert not system.has_text_layout()
