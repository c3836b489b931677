import os
import subprocess
import sys
from pathlib import Path

import pytest

from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.process import FOLDER_PREFIX, PROJECT, environment
from gis_core.files.request import Limits, ReadRequest
from gis_core.files.sandbox import open_file
from tests.files.making import HOUSE, header_of, read, write_layer

ESCAPES = {
    "another file": "open('/etc/hostname').read()",
    "the project's files": f"open({str(PROJECT / 'manage.py')!r}).read()",
    "a file to write": "open('/tmp/written-by-reader', 'w')",
    "a network": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "the database's socket": "import socket; socket.socket(socket.AF_UNIX)",
    "a program": "import os; os.execv('/bin/true', ['true'])",
}
CONFINED = """
from pathlib import Path
from gis_core.files.confine import confine
import socket, os
print(','.join(confine(Path.cwd())))
try:
    {escape}
except PermissionError:
    print('refused')
"""


def _in_confinement(folder: Path, escape: str) -> list[str]:
    command = [sys.executable, "-P", "-c", CONFINED.format(escape=escape)]
    done = subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, check=False
    )
    return done.stdout.split() or [done.stderr]


@pytest.mark.parametrize("escape", ESCAPES.values(), ids=ESCAPES.keys())
def test_the_reader_cannot_reach(tmp_path: Path, escape: str) -> None:
    held, *answer = _in_confinement(tmp_path, escape)
    if held != "landlock,seccomp":
        pytest.skip(f"this kernel grants only: {held}")
    assert answer == ["refused"]


def test_the_reader_may_write_in_its_own_folder(tmp_path: Path) -> None:
    assert "refused" not in _in_confinement(tmp_path, "open('mine', 'w').write('x')")
    assert (tmp_path / "mine").read_text() == "x"


def test_the_reader_is_told_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@db/x")
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setenv("PGPASSWORD", "secret")
    assert "secret" not in repr(environment(tmp_path))


def test_the_report_says_what_the_kernel_held(tmp_path: Path) -> None:
    header = header_of(write_layer(tmp_path / "a.gpkg", [HOUSE]))
    assert set(header.isolation) <= {"landlock", "seccomp"}


def _folders() -> set[str]:
    import tempfile

    mine = f"{FOLDER_PREFIX}{os.getpid()}-"
    return {path.name for path in Path(tempfile.gettempdir()).glob(f"{mine}*")}


def test_the_readers_folder_goes_away_also_after_a_crash(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [HOUSE])
    with open_file(path, ReadRequest(path="", want="MultiPolygon")) as reading:
        assert _folders()
        reading._process.kill()
        with pytest.raises(FileRefused, match="意外终止"):
            next(reading.batches([]))
    assert not _folders()


def test_too_little_memory_is_a_refusal_and_not_a_crash_of_ours(tmp_path: Path) -> None:
    round_house = HOUSE.centroid.buffer(1e-4, quad_segs=250_000)  # 16 MB in one row
    path = write_layer(tmp_path / "a.gpkg", [round_house])
    with pytest.raises(FileRefused) as refusal:
        read(path, limits=Limits(memory_bytes=150 * 2**20))
    assert refusal.value.fault in {FileFault.READER, FileFault.TOO_LARGE}


def test_a_silent_reader_is_ended(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [HOUSE])
    with pytest.raises(FileRefused) as refusal:
        read(path, limits=Limits(silent_seconds=0))
    assert refusal.value.fault == FileFault.TOO_SLOW


def test_left_overs_of_a_killed_application_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = subprocess.Popen(["true"])
    ended.wait()
    stale = tmp_path / f"{FOLDER_PREFIX}{ended.pid}-x"
    stale.mkdir()
    read(write_layer(tmp_path / "a.gpkg", [HOUSE]))
    assert not stale.exists()
