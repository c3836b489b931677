import stat
import zipfile
from pathlib import Path

import pytest

from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.request import Limits
from tests.files.making import HOUSE, header_of, read, write_layer, write_shapefile, write_zip


def _refusal(path: Path, **request: object) -> FileRefused:
    with pytest.raises(FileRefused) as refusal:
        read(path, **request)  # type: ignore[arg-type]  # the fields of a request
    return refusal.value


def test_a_zip_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.gpkg": bytes(50 * 2**20)})
    assert _refusal(path).fault == FileFault.TOO_LARGE


def test_bytes_are_counted_as_they_come(tmp_path: Path) -> None:
    packed = write_layer(tmp_path / "a.gpkg", [HOUSE]).read_bytes()
    path = write_zip(tmp_path / "a.zip", {"a.gpkg": packed})
    assert _refusal(path, limits=Limits(unpacked_bytes=50_000)).fault in {
        FileFault.TOO_LARGE,
        FileFault.DAMAGED,
    }
    assert len(read(path)) == 1


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {f"{at}.txt": b"x" for at in range(300)})
    assert "300 个文件" in str(_refusal(path))


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"b.zip": b"PK\x03\x04"})
    assert "只压缩一层" in str(_refusal(path))


@pytest.mark.parametrize("name", ["../a.gpkg", "/etc/a.gpkg", "..\\a.gpkg", "C:\\a.gpkg"])
def test_a_path_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    assert "不安全" in str(_refusal(write_zip(tmp_path / "a.zip", {name: b"x"})))


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("a.gpkg")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert "符号链接" in str(_refusal(tmp_path / "a.zip"))


def test_a_size_header_that_lies_is_not_believed(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.gpkg": bytes(5 * 2**20)})
    content = path.read_bytes()
    path.write_bytes(
        content.replace((5 * 2**20).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    )
    assert _refusal(path).fault in {FileFault.DAMAGED, FileFault.TOO_LARGE}


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    made = write_shapefile(tmp_path, name="AAAAAA")
    path = tmp_path / "gbk.zip"
    path.write_bytes(made.read_bytes().replace(b"AAAAAA", "区县界".encode("gbk")))
    assert header_of(path).layer == "区县界"


def test_upper_case_endings_are_read(tmp_path: Path) -> None:
    made = write_shapefile(tmp_path)
    with zipfile.ZipFile(made) as archive:
        parts = {entry.upper(): archive.read(entry) for entry in archive.namelist()}
    assert len(read(write_zip(tmp_path / "upper.zip", parts))) == 1


def test_two_data_sets_ask_for_a_choice(tmp_path: Path) -> None:
    packed = write_layer(tmp_path / "a.gpkg", [HOUSE]).read_bytes()
    path = write_zip(tmp_path / "a.zip", {"东/a.gpkg": packed, "西/b.gpkg": packed})
    assert "a.gpkg、b.gpkg" in str(_refusal(path))
    assert len(read(path, layer_name="b.gpkg")) == 1


def test_files_of_one_name_in_two_folders_stay_apart(tmp_path: Path) -> None:
    packed = write_layer(tmp_path / "a.gpkg", [HOUSE]).read_bytes()
    path = write_zip(tmp_path / "a.zip", {"东/a.gpkg": packed, "西/a.gpkg": packed})
    assert "东/a.gpkg" in str(_refusal(path))


def test_a_broken_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.gpkg": bytes(3000)})
    path.write_bytes(path.read_bytes()[:-40])
    assert _refusal(path).fault == FileFault.DAMAGED
