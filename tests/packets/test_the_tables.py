"""The workbook, the GeoPackage and the shapefiles of a case."""

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely

from gis_core.accounts.models import Level
from grids.packets.bounds.reading import read_bounds
from grids.packets.contents.model import Contents
from grids.packets.contents.queries import contents_of
from grids.packets.tables.layers import Layer, layers_of
from grids.packets.tables.sheets import sheets_of
from grids.packets.tables.vectors import CRS, DICTIONARY, write_geopackage, write_shapefiles
from grids.packets.tables.workbook import Column, Kind, Sheet, write_workbook
from grids.proposals.drafts.comparing import edition_of, version_of
from grids.proposals.models import Proposal
from tests.packets.town import HOSTILE

DAY = datetime.date(2026, 11, 26)
ACTIVE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "#N/A", "2026-01-01"]


def reopened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def one_sheet(rows: list[tuple[Any, ...]], kind: Kind = Kind.TEXT) -> bytes:
    return write_workbook([Sheet("表", [Column("值", kind)], rows)], DAY)


def test_a_text_never_becomes_a_formula() -> None:
    content = one_sheet([(text,) for text in ACTIVE])
    page = reopened(content)["表"]
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ACTIVE
    assert [cell.quotePrefix for cell in cells] == [True] * 7 + [False] * 2
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_text_that_no_file_can_hold_is_cleaned_and_nothing_else_is_lost() -> None:
    [cell] = [row[0] for row in reopened(one_sheet([(HOSTILE,)]))["表"].iter_rows(min_row=2)]
    assert cell.value == HOSTILE.translate(dict.fromkeys([0, 7, 12, 27, 0xD83D]))


def test_figures_are_numbers_with_a_format_and_the_unknown_is_empty() -> None:
    page = reopened(one_sheet([(1234.5,), (None,), (0.25,)], Kind.DECIMAL))["表"]
    assert [page.cell(row, 1).value for row in (2, 3, 4)] == [1234.5, None, 0.25]
    assert page["A2"].number_format == "#,##0.00"


def test_it_is_set_up_for_a4_with_its_head_on_every_page() -> None:
    page = reopened(one_sheet([("甲",)]))["表"]
    assert page.freeze_panes == "A2"
    assert str(page.page_setup.paperSize) == page.PAPERSIZE_A4
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    assert page.column_dimensions["A"].width == 14


@pytest.fixture
def contents(case: Proposal) -> Contents:
    return contents_of(case, DAY)


@pytest.fixture
def book(case: Proposal, contents: Contents) -> Any:
    return reopened(_workbook(case, contents))


def _workbook(case: Proposal, contents: Contents) -> bytes:
    bounds = read_bounds(case, version_of(case, None).plan)
    return write_workbook(sheets_of(contents, bounds), DAY)


def rows_of(page: Any) -> list[dict[str, Any]]:
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_workbook_tells_every_unit_before_and_after(book: Any, contents: Contents) -> None:
    told = {(row["单元"], row["时点"]): row for row in rows_of(book["社区前后对照"])}
    households = {key: row["户数"] for key, row in told.items()}
    assert households == {
        ("长富路社区", "调整前"): 1000, ("长富路社区", "调整后"): 1100, ("长富路社区", "增减"): 100,
        ("新城社区", "调整前"): 1000, ("新城社区", "调整后"): 900, ("新城社区", "增减"): -100,
    }  # fmt: skip
    assert told["长富路社区", "调整前"]["代码"] == "629931001001"
    assert told["新城社区", "增减"]["阵地面积（平方米）"] is None
    grids = rows_of(book["网格前后对照"])
    for when in ("调整前", "调整后"):
        assert sum(row["户数"] for row in grids if row["时点"] == when) == 2000
    assert {row["单元"] for row in grids} == {row.name for row in contents.rows(Level.GRID)}


def test_the_workbook_has_the_buildings_that_move_the_bounds_and_the_fates(book: Any) -> None:
    moved = rows_of(book["变动楼栋"])
    assert all(row["原社区"] == "新城社区" and row["新社区"] == "长富路社区" for row in moved)
    grids = {row["网格"]: row for row in rows_of(book["调整后网格"])}
    assert grids["第一网格"]["代码"] == "629931001001001"
    assert grids["第一网格"]["四至"].startswith("共 2 片，以面积最大的一片为准：东与第二网格为界")
    shares: dict[tuple[str, str], float] = {}
    for row in rows_of(book["四至明细"]):
        key = row["单元"], row["方位"]
        shares[key] = shares.get(key, 0.0) + row["占该边"]
    assert np.allclose(list(shares.values()), 1.0)
    assert rows_of(book["地块划转"])[0]["户数"] == 100
    assert {"说明", "沿革", "人员配备", "受影响事项"} <= {*book.sheetnames}


def test_the_same_case_gives_the_same_bytes(case: Proposal, contents: Contents) -> None:
    assert _workbook(case, contents) == _workbook(case, contents_of(case, DAY))
    layers = _layers(case, contents)
    assert write_shapefiles(layers, DAY) == write_shapefiles(_layers(case, contents), DAY)
    assert write_geopackage(layers, DAY) == write_geopackage(_layers(case, contents), DAY)
    assert write_geopackage(layers, DAY) != write_geopackage(layers, DAY.replace(day=27))


def _layers(case: Proposal, contents: Contents) -> list[Layer]:
    return layers_of(contents, edition_of(case).plan, version_of(case, None).plan)


def test_the_geopackage_has_what_was_written_in_degrees_and_in_chinese(
    case: Proposal, contents: Contents, tmp_path: Path
) -> None:
    layers = _layers(case, contents)
    path = tmp_path / "packet.gpkg"
    path.write_bytes(write_geopackage(layers, DAY))
    assert [name for name, _ in pyogrio.list_layers(path)] == [
        "调整前社区", "调整前网格", "调整后社区", "调整后网格", "变动地块",
    ]  # fmt: skip
    for layer in layers:
        _compare(path, layer.name, layer, [field.name for field in layer.fields])


def test_the_shapefiles_come_back_with_codes_chinese_names_and_their_dictionary(
    case: Proposal, contents: Contents, tmp_path: Path
) -> None:
    layers = _layers(case, contents)
    with zipfile.ZipFile(io.BytesIO(write_shapefiles(layers, DAY))) as archive:
        archive.extractall(tmp_path)
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 11, 26)}
    for layer in layers:
        path = tmp_path / f"{layer.ascii}.shp"
        assert path.with_suffix(".cpg").read_text() == "UTF-8"
        names = [field.ascii for field in layer.fields]
        assert all(name.isascii() and len(name) <= 10 for name in [*names, layer.ascii[:0]])
        _compare(path, layer.ascii, layer, names)
    told = rows_of(openpyxl.load_workbook(tmp_path / DICTIONARY)["数据字典"])
    expected = [
        (layer.ascii, field.ascii, field.name) for layer in layers for field in layer.fields
    ]
    assert [(row["文件"][:-4], row["字段"], row["中文名"]) for row in told] == expected


def _compare(path: Path, name: str, layer: Layer, fields: list[str]) -> None:
    info = pyogrio.read_info(path, layer=name)
    assert info["crs"] == CRS
    assert list(info["fields"]) == fields
    _, _, geometry, columns = pyogrio.raw.read(path, layer=name)
    rows = [tuple(value or "" if isinstance(value, str | None) else value for value in row)
            for row in zip(*columns, strict=True)]  # fmt: skip
    assert rows == list(layer.values)
    assert len(rows) > 0
    assert shapely.equals(shapely.from_wkb(geometry), layer.shapes).all()


def test_a_long_name_is_cut_between_letters_for_dbf_and_whole_in_the_geopackage(
    case: Proposal, contents: Contents, tmp_path: Path
) -> None:
    layer = _layers(case, contents)[0]
    long = "社" * 100
    named = type(layer)(
        layer.name, layer.ascii, layer.fields,
        tuple((*row[:2], long, *row[3:]) for row in layer.values), layer.shapes,
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(write_shapefiles([named], DAY))) as archive:
        archive.extractall(tmp_path)
    _, _, _, columns = pyogrio.raw.read(tmp_path / f"{layer.ascii}.shp")
    assert columns[2][0] == "社" * 84
    path = tmp_path / "packet.gpkg"
    path.write_bytes(write_geopackage([named], DAY))
    assert pyogrio.raw.read(path)[3][2][0] == long
