"""A paper as DOCX: the form filled by docxtpl, then its tables given their widths.

Whatever is filled in comes out as text: nothing of it is a tag of the form or of XML.
"""

import datetime
import io
from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from grids.packets.papers.document import Block, Document, Heading, Paragraph, Table
from grids.packets.papers.word.form import form
from grids.packets.papers.wording import legible

TYPE_AREA = 8844  # twentieths of a point: 156 mm
MADE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # the same paper is the same file


def write_docx(document: Document) -> bytes:
    """The file."""
    template = DocxTemplate(io.BytesIO(form()))
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template.render(_context(document), environment, autoescape=True)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    for drawn, table in zip(template.docx.tables, tables, strict=True):
        _shape(drawn._tbl, table)
    about = template.docx.core_properties
    about.title, about.author = legible(document.title), legible(document.signer)
    about.created = about.modified = MADE
    about.comments = ""
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


def _context(document: Document) -> dict[str, Any]:
    number = document.number or ("（文号待编）" if document.is_letter else "")
    return {
        "number": plain(number),
        "title": plain(document.title_lines),
        "addressee": plain(document.addressee),
        "blocks": [told for block in document.blocks if (told := _block(block))],
        "annexes": [plain(f"{at}.{text}") for at, text in enumerate(document.annexes, start=1)],
        "signer": plain(document.signer),
        "day": plain(document.day),
    }


def _block(block: Block) -> dict[str, Any] | None:
    """A block as the form knows it; pictures are in the PDF."""
    if isinstance(block, Heading):
        return {"kind": "first" if block.level == 1 else "second", "text": plain(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "note" if block.note else "text", "text": plain(block.text)}
    if isinstance(block, Table):
        rows = [list(map(plain, row)) for row in block.rows]
        head = list(map(plain, block.head))
        return {"kind": "table", "caption": plain(block.caption), "head": head, "rows": rows}
    return None


def plain(text: str) -> Markup:
    """A text that neither XML nor docxtpl reads anything into.

    Braces are written as character references, for docxtpl looks for `{_{` in what it has
    filled in and makes tags of it; line feeds become line breaks, tabulators spaces.
    """
    found = str(escape(legible(text).replace("\t", " ")))
    for sign in "{}%":
        found = found.replace(sign, f"&#{ord(sign)};")
    return Markup(found)  # noqa: S704  # escaped above


def _shape(drawn: Any, table: Table) -> None:
    """Widths by column, numbers to the right, over the whole type area."""
    total = sum(table.widths)
    widths = [TYPE_AREA * width // total for width in table.widths]
    for column, width in zip(drawn.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(width))
    for row in drawn.tr_lst:
        for at, (cell, width) in enumerate(zip(row.tc_lst, widths, strict=True)):
            cell.width = width * 635
            if at in table.right and not _is_head(row):
                _align(cell.p_lst, "right")


def _is_head(row: Any) -> bool:
    return row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is not None


def _align(paragraphs: Iterable[Any], side: str) -> None:
    for paragraph in paragraphs:
        properties = paragraph.get_or_add_pPr()
        place = OxmlElement("w:jc")
        place.set(qn("w:val"), side)
        properties.append(place)
