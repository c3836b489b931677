import io
import zipfile
from pathlib import Path

import pytest

from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.request import Limits
from tests.files.making import HOUSE, read, workbook

ROW = {"c:编号": "b1", "c:户数": "12"}


def _csv(folder: Path, content: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(content)
    return path


def _values(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name.startswith("c:")}


@pytest.mark.parametrize(
    "content",
    [
        "编号,户数\nb1,12\n".encode(),
        "编号,户数\nb1,12\n".encode("utf-8-sig"),
        "编号,户数\nb1,12\n".encode("gb18030"),
        "编号,户数\nb1,12\n".encode("utf-16"),
        "编号\t户数\rb1\t12\r".encode(),
        "编号;户数\r\n b1 ; 12 \r\n\r\n".encode(),
    ],
    ids=["utf8", "mark", "gb18030", "utf16", "carriage returns", "semicolons"],
)
def test_a_csv_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    rows = read(_csv(tmp_path, content), want="")
    assert [_values(row) for row in rows] == [ROW]


def test_a_csv_carries_points_or_wkt(tmp_path: Path) -> None:
    points = _csv(tmp_path, "名称,经度,纬度\n甲,107.64,35.71\n乙,,\n".encode())
    sound, empty = read(points, want="Point", crs="4490")
    assert (sound["fault"], empty["fault"]) == (None, "geometry_empty")
    shapes = _csv(tmp_path, f'名称,WKT\n甲,"{HOUSE.wkt}"\n乙,POLYGON((1'.encode())
    sound, broken = read(shapes, crs="4490")
    assert sound["fault"] is None
    assert broken["fault"] is not None


def test_a_csv_with_points_asks_for_the_system(tmp_path: Path) -> None:
    path = _csv(tmp_path, "名称,lon,lat\n甲,107.64,35.71\n".encode())
    with pytest.raises(FileRefused, match="bd09"):
        read(path, want="Point")


@pytest.mark.parametrize(
    "content",
    [b"a,b\n" + b"x" * 200_000 + b",1\n", b'a,b\n"x,1\n' + b"y" * 200_000],
    ids=["huge field", "open quote"],
)
def test_a_field_without_end_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileRefused, match="无法解析"):
        read(_csv(tmp_path, content), want="")


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="300 列"):
        read(_csv(tmp_path, b",".join([b"c"] * 300) + b"\n"), want="")


def _book(folder: Path, content: bytes) -> Path:
    path = folder / "a.xlsx"
    path.write_bytes(content)
    return path


def test_a_workbook_is_read_below_its_title(tmp_path: Path) -> None:
    path = _book(tmp_path, workbook([["2026年户数统计表"], [], ["编号", "户数"], ["b1", 12.0]]))
    assert [_values(row) for row in read(path, want="")] == [ROW]


def test_long_codes_stay_whole(tmp_path: Path) -> None:
    path = _book(tmp_path, workbook([["编号", "户数"], [629931001001, "12"]]))
    assert read(path, want="")[0]["c:编号"] == "629931001001"


def test_a_sheet_can_be_chosen_and_hidden_ones_are_passed_over(tmp_path: Path) -> None:
    import openpyxl

    path = _book(
        tmp_path, workbook([["甲", "乙"], ["1", "2"]], 户数=[["编号", "户数"], ["b1", 12]])
    )
    assert _values(read(path, want="", layer_name="户数")[0]) == ROW
    book = openpyxl.load_workbook(path)
    book.worksheets[0].sheet_state = "hidden"
    book.save(path)
    assert _values(read(path, want="")[0]) == ROW
    with pytest.raises(FileRefused, match="没有工作表"):
        read(path, want="", layer_name="无")


def _with_sheet(content: bytes, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, body.replace(old, new) if "sheet1" in name else body)
    return stream.getvalue()


def test_one_cell_at_the_far_end_is_no_bomb(tmp_path: Path) -> None:
    content = workbook([["编号", "户数"], ["b1", 12]])
    far = _with_sheet(
        content,
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    lying = _with_sheet(far, b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')
    with pytest.raises(FileRefused, match="超过 100000 行"):
        read(_book(tmp_path, far), want="")
    near = _with_sheet(content, b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')
    assert lying != far
    assert [_values(row) for row in read(_book(tmp_path, near), want="")] == [ROW]


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    path = _book(tmp_path, workbook([["编号", "户数"], *[["b", 1]] * 50]))
    with pytest.raises(FileRefused, match="超过 20 行"):
        read(path, want="", limits=Limits(table_rows=20))


def test_entities_in_a_workbook_are_not_unfolded(tmp_path: Path) -> None:
    content = workbook([["编号", "户数"], ["b1", 12]])
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'
    path = _book(tmp_path, _with_sheet(content, b"<worksheet", laughs))
    with pytest.raises(FileRefused) as refusal:
        read(path, want="")
    assert refusal.value.fault == FileFault.DAMAGED
