import subprocess
import sys
from pathlib import Path

from gis_core.files import process
from gis_core.files.request import ReadRequest
from gis_core.files.sandbox import open_file
from tests.files.making import HOUSE, write_layer

UNUSED = """
from gis_core.files import process
process.start_ahead()
reader = process._waiting[0]
print(reader.popen.pid, reader.folder)
"""
LIGHT = """
import sys
import gis_core.files.process
print(sorted({"django", "numpy", "pyarrow"} & {name.split(".")[0] for name in sys.modules}))
"""


def _printed(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=process.PROJECT, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_it_serves_the_first_file_and_a_new_one_the_second(tmp_path: Path) -> None:
    path, request = write_layer(tmp_path / "a.gpkg", [HOUSE]), ReadRequest("", "MultiPolygon")
    process.start_ahead()
    ahead = process._waiting[0].popen
    with open_file(path, request) as first, open_file(path, request) as second:
        assert first._process is ahead
        assert second._process is not ahead
        assert [one.header.rows for one in (first, second)] == [1, 1]
    assert ahead.poll() is not None


def test_it_is_shut_in_like_any_other(tmp_path: Path) -> None:
    path, request = write_layer(tmp_path / "a.gpkg", [HOUSE]), ReadRequest("", "MultiPolygon")
    process.start_ahead()
    with open_file(path, request) as ahead, open_file(path, request) as other:
        assert ahead.header.isolation == other.header.isolation


def test_it_ends_with_whoever_started_it_and_its_folder_goes_away() -> None:
    number, folder = _printed(UNUSED).split(maxsplit=1)
    assert not Path(f"/proc/{number}").exists()
    assert not Path(folder).exists()


def test_it_ends_by_itself_when_no_request_comes() -> None:
    reader = process.ReaderProcess()
    assert reader.popen.stdin is not None
    reader.popen.stdin.close()
    assert reader.popen.wait(timeout=60) == 0
    reader.end()


def test_starting_it_needs_nothing_but_the_standard_library() -> None:
    assert _printed(LIGHT) == "[]"
