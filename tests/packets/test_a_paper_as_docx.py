import io
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from grids.packets.papers.document import Document, Paragraph, broken, in_chinese
from grids.packets.papers.word.writing import write_docx
from tests.packets.papers import HOSTILE, SHOWN, document


def opened(paper: Document) -> Any:
    return docx.Document(io.BytesIO(write_docx(paper)))


def test_it_reads_in_the_order_of_an_official_paper() -> None:
    told = [(one.style.name, one.text) for one in opened(document()).paragraphs if one.style]
    assert told[:4] == [
        ("公文编号", "城办〔2026〕3号"),
        ("公文标题", "请示正文。"),
        ("公文主送", "清河县人民政府："),
        ("公文一级标题", "一、正文。"),
    ]
    assert told[-2:] == [("公文落款", "城关街道办事处"), ("公文落款", "2026年9月10日")]


def test_the_page_is_a4_with_the_type_area_of_the_standard() -> None:
    section = opened(document()).sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    size = (section.page_width, section.page_height)
    assert [round(length.mm) for length in size if length] == [210, 297]
    assert [round(length.mm) for length in edges if length] == [37, 35, 28, 26]
    assert "PAGE" in section.footer._element.xml


def test_tables_hold_their_rows_with_widths_and_numbers_to_the_right() -> None:
    rows, form = opened(document()).tables
    assert [[cell.text for cell in row.cells] for row in rows.rows] == [
        ["甲", "乙"], ["正文。", "17"], ["丙", "10"],
    ]  # fmt: skip
    assert [round(column.w.mm, 1) for column in rows._tbl.tblGrid.gridCol_lst] == [93.6, 62.4]
    assert rows.cell(1, 1).paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert rows.cell(0, 1).paragraphs[0].alignment is None
    assert rows.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in form.rows[0].cells] == ["名称", "正文。"]


def test_hostile_text_comes_out_as_text_everywhere() -> None:
    paper = document(HOSTILE, signer=HOSTILE, addressee=HOSTILE, annexes=(HOSTILE,))
    found = opened(paper)
    texts = [one.text for one in found.paragraphs]
    texts += [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    hostile = [text for text in texts if "7*7" in text]
    assert len(hostile) == 10
    for text in hostile:
        assert all(part in text for part in SHOWN), text
    assert "49" not in "".join(texts)


def test_line_feeds_are_line_breaks_and_nothing_unprintable_is_left() -> None:
    [paragraph] = [one for one in opened(document(HOSTILE)).paragraphs
                   if one.style and one.style.name == "公文正文" and "7*7" in one.text]  # fmt: skip
    assert paragraph.text.count("\n") == 1
    assert not set(paragraph.text) & set("\x00\x07\x0c\x1b\u202e\ud83d")


def test_a_paper_without_number_says_so_and_a_report_is_no_letter() -> None:
    assert opened(document(number="")).paragraphs[0].text == "（文号待编）"
    report = opened(Document("plan", "方案", (Paragraph("一。"),)))
    assert [one.text for one in report.paragraphs] == ["方案", "一。"]


def test_the_same_paper_is_the_same_file() -> None:
    assert contents(write_docx(document())) == contents(write_docx(document()))


def contents(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as opened_file:
        return {name: opened_file.read(name) for name in opened_file.namelist()}


def test_fonts_of_official_papers_have_others_that_stand_in() -> None:
    table = contents(write_docx(document()))["word/fontTable.xml"].decode()
    assert '<w:font w:name="方正小标宋简体"><w:altName' in table


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")]
)
def test_sections_are_counted_in_chinese(number: int, said: str) -> None:
    assert in_chinese(number) == said


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("短标题", ["短标题"]),
        (
            "城关街道办事处关于城关街道社区规模调整的请示",
            ["城关街道办事处", "关于城关街道社区规模调整的请示"],
        ),
        ("长" * 41, ["长" * 14, "长" * 14, "长" * 13]),
    ],
)
def test_long_titles_are_broken_into_lines_of_like_length(title: str, lines: list[str]) -> None:
    assert broken(title, 20).split("\n") == lines
