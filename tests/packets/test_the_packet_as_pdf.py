import io
import socket
from typing import Any

import pytest
from pypdf import PdfReader

from grids.packets.papers.document import Document, Paragraph, Table
from grids.packets.papers.pdf import NotPrinted, print_packet
from grids.packets.papers.printing import ElsewhereRefused, OnlyOurs, print_html
from tests.packets.papers import (
    HOSTILE,
    SHOWN,
    document,
    fonts_of,
    head,
    picture,
    squeezed,
    text_of,
)

A4 = (595.28, 841.89)  # points
ADDRESSES = (
    "http://192.0.2.1/a.svg", "https://example.org/a.png", "file:///etc/passwd", "/etc/passwd",
    "data:image/svg+xml,<svg/>", "packet:other", "ftp://192.0.2.1/a",
)  # fmt: skip


def long_table() -> Document:
    rows = tuple((f"第{number}行", str(number)) for number in range(90))
    return Document("rows", "长表", (Table("", ("名称", "数"), rows, (70, 30)),), wide=True)


@pytest.fixture(scope="module")
def printed() -> bytes:
    drawn = Document("maps", "示意图", (picture(),))
    return print_packet(head(), [document(), drawn, long_table()])


def test_every_page_is_a4_upright_or_across(printed: bytes) -> None:
    for page in PdfReader(io.BytesIO(printed)).pages:
        size = sorted((float(page.mediabox.width), float(page.mediabox.height)))
        assert size == pytest.approx(A4, abs=0.5)


def test_every_font_is_in_the_file(printed: bytes) -> None:
    fonts = fonts_of(printed)
    assert any("Serif" in name for name in fonts)
    assert fonts == dict.fromkeys(fonts, True)


def test_pages_are_numbered_and_bear_the_title_and_the_stamp(printed: bytes) -> None:
    pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(printed)).pages]
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in text
    for text in pages[2:]:
        assert "城关街道社区规模调整方案·报批材料" in text
        assert f"方案{'c' * 12}·记录{'r' * 12}·2026年9月10日" in text


def test_the_head_of_a_table_stands_on_each_of_its_pages(printed: bytes) -> None:
    pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(printed)).pages]
    rows = [text for text in pages if "行" in text and "长表" in text]
    assert len(rows) > 2
    assert all("名称数" in text for text in rows)


def test_bookmarks_lead_to_the_papers_and_their_sections(printed: bytes) -> None:
    outline: list[Any] = PdfReader(io.BytesIO(printed)).outline
    titles = [squeezed(str(one.title)) for one in outline if not isinstance(one, list)]
    assert titles == ["请示正文。", "示意图", "长表"]
    [sections] = [one for one in outline if isinstance(one, list)]
    assert squeezed(str(sections[0].title)) == "一、正文。"


def test_the_words_of_a_map_can_be_searched(printed: bytes) -> None:
    assert "图上的字" in text_of(printed)


def test_hostile_text_comes_out_as_text() -> None:
    told = text_of(print_packet(head(title=HOSTILE, author=HOSTILE), [document(HOSTILE)]))
    for part in SHOWN:
        assert told.count(squeezed(part)) >= 8, part
    assert "49" not in told


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_but_the_packet_s_own_is_fetched(address: str) -> None:
    only = OnlyOurs({"before": "<svg/>"})
    with pytest.raises(ElsewhereRefused):
        only.fetch(address)
    assert only.fetch("packet:before").read() == b"<svg/>"


def test_what_asks_for_another_place_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *given: asked.append(given))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **_more: asked.append(given))
    inside = '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://192.0.2.1/a.png"/></svg>'
    html = "".join(f'<img src="{address}">' for address in ADDRESSES)
    html += '<link rel="stylesheet" href="http://192.0.2.1/a.css"><img src="packet:map">'
    html += "<style>@import url(http://192.0.2.1/b.css); p { background: url(file:///etc/passwd) }"
    html += "@font-face { font-family: x; src: url(http://192.0.2.1/c.woff) }</style><p>字</p>"
    assert "字" in text_of(print_html(html, {"map": inside}))
    assert asked == []


def test_a_row_longer_than_its_page_is_printed_whole() -> None:
    long = "\n".join(f"第{number}处" for number in range(200))
    table = Table("", ("名称", "说明"), (("规则", long), ("另一", "短")), (30, 70))
    told = text_of(print_packet(head(), [Document("long", "清单", (table, Paragraph("完。")))]))
    assert all(f"第{number}处" in told for number in range(200))
    assert "完。" in told


def test_printing_ends_at_once_when_it_is_no_longer_wanted() -> None:
    class NoLonger(Exception):
        pass

    def stop() -> None:
        raise NoLonger

    rows = tuple(("长行", str(number)) for number in range(3000))
    many = Document("rows", "长表", (Table("", ("名称", "数"), rows, (70, 30)),))
    with pytest.raises(NoLonger):
        print_packet(head(), [many], stop)


def test_what_could_not_be_printed_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grids.packets.papers.pdf.NEEDED", ())
    monkeypatch.setattr("grids.packets.papers.pdf.sys.executable", "/bin/false")
    with pytest.raises(NotPrinted):
        print_packet(head(), [document()])
