"""The form every paper is written into as DOCX, made by code: styles, margins and where what goes.

Page and type follow GB/T 9704-2012 as far as a draft needs them: A4, type area 156 mm x 225 mm,
title in 小标宋 of 22 points, body in 仿宋 of 16 points with 22 lines a page, page numbers below.
"""

import io
from functools import cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

LINE = 28.9  # points: 225 mm in 22 lines
LATIN = "Times New Roman"
FONTS = {"仿宋": "仿宋_GB2312", "黑体": "SimHei", "楷体": "楷体_GB2312", "方正小标宋简体": "宋体"}
"""The fonts of official papers, and what stands in where a machine has not got them."""

CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
# style: font, points, bold, alignment, indented by two characters
STYLES: dict[str, tuple[str, float, bool, Any, bool]] = {
    "公文编号": ("仿宋", 16, False, CENTRE, False),
    "公文标题": ("方正小标宋简体", 22, False, CENTRE, False),
    "公文主送": ("仿宋", 16, False, LEFT, False),
    "公文正文": ("仿宋", 16, False, WD_ALIGN_PARAGRAPH.JUSTIFY, True),
    "公文一级标题": ("黑体", 16, False, LEFT, True),
    "公文二级标题": ("楷体", 16, True, LEFT, True),
    "公文表题": ("黑体", 12, False, CENTRE, False),
    "公文表文": ("仿宋", 10.5, False, LEFT, False),
    "公文注": ("仿宋", 10.5, False, LEFT, False),
    "公文落款": ("仿宋", 16, False, WD_ALIGN_PARAGRAPH.RIGHT, False),
}
TABLE_STYLES = {"公文表题", "公文表文", "公文注"}
OUTLINE = {"公文标题": 0, "公文一级标题": 1, "公文二级标题": 2}

# What stands between the tags of one paragraph is repeated, chosen or left out by docxtpl.
BEFORE_TABLE = (
    ("公文编号", "{%p if number %}"),
    ("公文编号", "{{ number }}"),
    ("公文编号", "{%p endif %}"),
    ("公文标题", "{{ title }}"),
    ("公文主送", "{%p if addressee %}"),
    ("公文主送", "{{ addressee }}："),
    ("公文主送", "{%p endif %}"),
    ("公文正文", "{%p for block in blocks %}"),
    ("公文正文", "{%p if block.kind == 'first' %}"),
    ("公文一级标题", "{{ block.text }}"),
    ("公文正文", "{%p elif block.kind == 'second' %}"),
    ("公文二级标题", "{{ block.text }}"),
    ("公文正文", "{%p elif block.kind == 'text' %}"),
    ("公文正文", "{{ block.text }}"),
    ("公文正文", "{%p elif block.kind == 'note' %}"),
    ("公文注", "{{ block.text }}"),
    ("公文正文", "{%p elif block.kind == 'table' %}"),
    ("公文表题", "{{ block.caption }}"),
)
AFTER_TABLE = (
    ("公文正文", "{%p endif %}"),
    ("公文正文", "{%p endfor %}"),
    ("公文正文", "{%p if annexes %}"),
    ("公文正文", "附件："),
    ("公文正文", "{%p endif %}"),
    ("公文正文", "{%p for annex in annexes %}"),
    ("公文正文", "{{ annex }}"),
    ("公文正文", "{%p endfor %}"),
    ("公文落款", "{%p if signer %}"),
    ("公文落款", "{{ signer }}"),
    ("公文落款", "{{ day }}"),
    ("公文落款", "{%p endif %}"),
)
HEAD_ROWS = (
    ("{%tr if block.head %}",),
    ("{%tc for text in block.head %}", "{{ text }}", "{%tc endfor %}"),
    ("{%tr endif %}",),
)
BODY_ROWS = (
    ("{%tr for row in block.rows %}",),
    ("{%tc for text in row %}", "{{ text }}", "{%tc endfor %}"),
    ("{%tr endfor %}",),
)


@cache
def form() -> bytes:
    """The form as a file; always the same."""
    document = Document()
    _set_page(document.sections[0])
    for name in STYLES:
        _add_style(document, name)
    for style, text in BEFORE_TABLE:
        document.add_paragraph(text, style)
    _add_table(document)
    for style, text in AFTER_TABLE:
        document.add_paragraph(text, style)
    _number_pages(document.sections[0].footer.paragraphs[0])
    _name_fonts(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)


def _add_style(document: Any, name: str) -> None:
    font, size, bold, alignment, indented = STYLES[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), bold
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    shape = style.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = alignment, Pt(0), Pt(0)
    if name not in TABLE_STYLES:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    if name == "公文标题":
        shape.space_after, shape.line_spacing = Pt(LINE), Pt(34)
    properties = style.element.get_or_add_pPr()
    if indented:
        _add(properties, "w:ind", firstLineChars="200", firstLine=str(int(size * 40)))
    if name in OUTLINE:
        shape.keep_with_next = True
        _add(properties, "w:outlineLvl", val=str(OUTLINE[name]))


def _add_table(document: Any) -> None:
    """One row per tag, as docxtpl wants it; columns come of the tags inside."""
    table = document.add_table(rows=0, cols=3, style="Table Grid")
    for texts in (*HEAD_ROWS, *BODY_ROWS):
        row = table.add_row()
        for cell, text in zip(row.cells, texts, strict=False):
            cell.paragraphs[0].style, cell.paragraphs[0].text = document.styles["公文表文"], text
        if texts == HEAD_ROWS[1]:
            _add(row._tr.get_or_add_trPr(), "w:tblHeader")
        _add(row._tr.get_or_add_trPr(), "w:cantSplit")


def _number_pages(paragraph: Any) -> None:
    """— 1 — in the middle, in 14 points."""
    paragraph.alignment = CENTRE
    for kind, text in (("", "— "), ("begin", ""), ("code", " PAGE "), ("end", ""), ("", " —")):
        run = paragraph.add_run(text if not kind else "")
        run.font.size, run.font.name = Pt(14), "宋体"
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)
        elif kind:
            _add(run._r, "w:fldChar", fldCharType=kind)


def _name_fonts(document: Any) -> None:
    """Say in the font table what stands in for a font that is not there."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in FONTS.items()
    )
    table = next(
        part
        for part in document.part.package.iter_parts()
        if part.partname.endswith("fontTable.xml")
    )
    table._blob = f'<w:fonts xmlns:w="{space}">{rows}</w:fonts>'.encode()


def _add(parent: Any, tag: str, **attributes: str) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
