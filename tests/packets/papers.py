"""Papers by hand, and reading what was printed."""

import datetime
import io
from typing import Any

from pypdf import PdfReader

from grids.packets.contents.model import Head
from grids.packets.papers.document import Document, Heading, Paragraph, Picture, Table

HOSTILE = (
    "{{ 7*7 }}{% raw %}{_{ <w:p/><img src=x>&amp;]]> \x00\x07\x0c\x1b\u202e第一行\n"
    "第二行 𠮷\ud83d 尾"
)
SHOWN = ("{{ 7*7 }}{% raw %}{_{ <w:p/><img src=x>&amp;]]>", "第一行", "第二行 𠮷 尾")


def head(**values: Any) -> Head:
    return Head(
        **{
            "title": "城关街道社区规模调整方案",
            "kind": "consolidation",
            "kind_label": "社区调整",
            "reason": "",
            "county": "清河县",
            "place": "城关街道",
            "place_code": "629931001",
            "whole_county": False,
            "edition": 1,
            "map_revision": 1,
            "rule_set": 1,
            "rule_set_name": "默认规则",
            "counted": "常住户",
            "version": 1,
            "engine": "",
            "status": "公示",
            "author": "李规划",
            "content_hash": "c" * 64,
            "record_hash": "r" * 64,
            "day": datetime.date(2026, 9, 10),
            **values,
        }
    )


def document(text: str = "正文。", **values: Any) -> Document:
    """A letter with a heading of each level, a note, a table and a form."""
    blocks = (
        Heading(f"一、{text}"),
        Heading(f"（一）{text}", level=2),
        Paragraph(text),
        Paragraph("小字。", note=True),
        Table(f"表{text}", ("甲", "乙"), ((text, "17"), ("丙", "10")), (60, 40), frozenset({1})),
        Table("登记", (), (("名称", text),), (20, 80)),
    )
    said = {"number": "城办〔2026〕3号", "addressee": "清河县人民政府", "annexes": ("方案",)}
    signed = {"signer": "城关街道办事处", "day": "2026年9月10日"}
    return Document(**{"key": "letter", "title": f"请示{text}", "blocks": blocks, **said, **signed,
                       **values})  # fmt: skip


def picture(text: str = "图上的字") -> Picture:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="60mm" viewBox="0 0 100 60">'
        f'<rect width="100" height="60" fill="#ddd"/><text x="9" y="30">{text}</text></svg>'
    )
    return Picture("before", svg, "调整前")


def text_of(pdf: bytes) -> str:
    """All text, its line breaks and spaces left out: where lines end is the printer's affair."""
    return "".join(squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """The fonts of all pages by name, and whether each is in the file."""
    found: dict[str, bool] = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        _collect(page["/Resources"].get_object(), found)
    return found


def _collect(resources: Any, found: dict[str, bool]) -> None:
    for font in resources.get("/Font", {}).values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        descriptor = descendant["/FontDescriptor"].get_object()
        found[str(descendant["/BaseFont"])] = any(f"/FontFile{n}" in descriptor for n in ("", 2, 3))
    for other in resources.get("/XObject", {}).values():
        if "/Resources" in other.get_object():
            _collect(other.get_object()["/Resources"].get_object(), found)
