import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gis_core.launch import instance
from gis_core.launch.keys import secret_key
from gis_core.launch.services import Service, open_door
from gis_core.launch.trouble import Trouble


def test_a_taken_port_is_named_with_a_free_one() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(Trouble, match=f"端口 {port} 已被占用") as refused:
            open_door("127.0.0.1", port)
    assert refused.value.mend.startswith("./run --port ")


def test_without_a_wish_two_starts_get_two_ports() -> None:
    with open_door("127.0.0.1", None) as first, open_door("127.0.0.1", None) as second:
        assert first.getsockname()[1] < second.getsockname()[1]


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Trouble, match=r"本机没有地址 192\.0\.2\.1"):
        open_door("192.0.2.1", 8000)


def test_stopping_a_service_ends_its_children_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGGE_LOCAL", str(tmp_path))
    stranger = subprocess.Popen(["sleep", "600"])
    script = "sleep 600 & echo $! >&2; wait"
    service = Service("family", ["sh", "-c", script], dict(os.environ))
    service.start()
    while not service.log.read_text().endswith("\n"):
        service.check()
    child = os.pidfd_open(int(service.log.read_text()))
    service.stop()
    ended, _, _ = select.select([child], [], [], 60)
    os.close(child)
    assert ended
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_service_that_ends_by_itself_is_reported_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGGE_LOCAL", str(tmp_path))
    service = Service("short", ["sh", "-c", "echo 内存不足; exit 1"], dict(os.environ))
    service.start()
    assert service.process is not None
    service.process.wait()
    with pytest.raises(Trouble, match="short 意外退出：内存不足"):
        service.check()


def test_a_second_start_finds_the_running_instance(tmp_path: Path) -> None:
    assert instance.running(tmp_path) is None
    with instance.claim(tmp_path, "http://127.0.0.1:8000"):
        assert instance.running(tmp_path) == (os.getpid(), "http://127.0.0.1:8000")
    assert instance.running(tmp_path) is None


def test_a_killed_instance_leaves_no_claim(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from gis_core.launch import instance\n"
        "with instance.claim(Path(sys.argv[1]), 'http://x'):\n    print('claimed', flush=True)\n"
        "    time.sleep(600)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "claimed\n"
    assert instance.running(tmp_path) == (other.pid, "http://x")
    other.send_signal(signal.SIGKILL)
    other.wait()
    other.stdout.close()
    assert instance.running(tmp_path) is None


def test_the_secret_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "local")
    assert secret_key(tmp_path / "local") == key
    assert len(key) > 50
    assert (tmp_path / "local" / "secret-key").stat().st_mode & 0o777 == 0o600
