from pathlib import Path

import pytest

from gis_core.files.encodings import Encoding, encoding_of_dbf
from gis_core.files.faults import FileFault, FileRefused
from tests.files.making import HOUSE, header_of, raw_dbf, read, write_shapefile

NAME = "长富路一号楼"


def _found(folder: Path, text: bytes, *, cpg: str = "", language: int = 0) -> Encoding:
    dbf = bytearray(raw_dbf([text]))
    dbf[29] = language
    (folder / "a.dbf").write_bytes(dbf)
    if cpg:
        (folder / "a.cpg").write_text(cpg)
    return encoding_of_dbf(folder / "a.dbf", folder / "a.cpg", "")


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8", "GB18030"])
def test_chinese_names_are_read_without_a_cpg(tmp_path: Path, encoding: str) -> None:
    path = write_shapefile(tmp_path, encoding=encoding, drop={".cpg"}, language=0)
    assert read(path)[0]["c:名称"] == NAME


def test_a_wrong_cpg_is_found_out_and_said(tmp_path: Path) -> None:
    found = _found(tmp_path, "长富路".encode("gbk"), cpg="UTF-8")
    assert (found.name, "与内容不符" in found.note) == ("GB18030", True)


def test_the_language_byte_counts_where_there_is_no_cpg(tmp_path: Path) -> None:
    found = _found(tmp_path, "长富路".encode("gbk"), language=0x4D)
    assert (found.name, found.how) == ("GB18030", ".dbf 语言标记")


def test_a_name_cut_in_the_middle_of_a_character_is_still_utf8(tmp_path: Path) -> None:
    assert _found(tmp_path, "长富路社区第三".encode()[:20]).name == "UTF-8"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        _found(tmp_path, b"\xff\xfe\xff\xff\xff ok")
    assert refusal.value.fault == FileFault.ENCODING


def test_a_person_may_choose_and_is_told_when_it_does_not_fit(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, encoding="GBK", drop={".cpg"}, language=0)
    assert read(path, encoding="gbk")[0]["c:名称"] == NAME
    with pytest.raises(FileRefused, match="不能按 UTF-8"):
        read(path, encoding="utf8")


def test_the_first_names_are_shown(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, encoding="GBK", drop={".cpg"}, language=0)
    assert header_of(path).sample == [NAME]


def test_a_shapefile_without_attributes_is_read_and_said_so(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, drop={".dbf", ".cpg"})
    assert header_of(path).notes == ["缺少 .dbf：没有属性，只有图形。"]
    assert len(read(path)) == 1


def test_a_missing_index_is_made_again(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, drop={".shx"}, shapes=[HOUSE])
    assert len(read(path)) == 1
