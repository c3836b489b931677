"""The whole packet as one PDF: A4, fonts embedded, nothing asked of any other place.

Importing this needs Pango (see `gis_core.launch.system.TEXT_LAYOUT`); only the worker does.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from grids.packets.contents.model import Head
from grids.packets.papers.document import Document, Picture
from grids.packets.papers.wording import day, in_line, proposer_of, stands_on

OURS = "packet:"
STYLE = Path(__file__).parents[1] / "templates" / "packets" / "packet.css"


class ElsewhereRefused(ValueError):
    """A paper asked for something that is not in its own packet."""


class OnlyOurs(URLFetcher):  # type: ignore[misc]  # it has no types
    """Hands out the pictures of this packet by name, and fetches nothing from anywhere."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(allowed_protocols=())
        self.pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        found = self.pictures.get(url.removeprefix(OURS)) if url.startswith(OURS) else None
        if found is None:
            raise ElsewhereRefused(f"not of this packet: {url[:200]}")
        return URLFetcherResponse(url, found.encode(), {"Content-Type": "image/svg+xml"})


def print_packet(head: Head, documents: Sequence[Document]) -> bytes:
    """The documents behind a cover and their list, with page numbers and bookmarks."""
    pictures = {
        block.name: block.svg
        for document in documents
        for block in document.blocks
        if isinstance(block, Picture)
    }
    html = render_to_string("packets/packet.html", _context(head, documents))
    return print_html(html, pictures)


def print_html(html: str, pictures: Mapping[str, str]) -> bytes:
    """A page in the packet's style; its pictures are addressed as `packet:name`."""
    fonts = FontConfiguration()
    only = OnlyOurs(pictures)
    style = CSS(string=STYLE.read_text(), font_config=fonts, url_fetcher=only)
    page = HTML(string=html, base_url=OURS, url_fetcher=only)
    printed: bytes = page.write_pdf(stylesheets=[style], font_config=fonts)
    return printed


def _context(head: Head, documents: Sequence[Document]) -> dict[str, Any]:
    facts = (
        ("方案种类", head.kind_label),
        ("调整范围", f"{head.place}（{head.place_code}）"),
        ("编制单位", proposer_of(head)),
        ("起草人", head.author),
        ("办理环节", head.status),
        ("数据", stands_on(head)),
        ("方案版本", f"第{head.version}步"),
        ("方案校验和", head.content_hash),
        ("记录校验和", head.record_hash),
        ("生成日期", day(head.day)),
    )
    return {
        "title": in_line(head.title),
        "county": in_line(head.county),
        "office": in_line(proposer_of(head)),
        "about": f"方案校验和{head.content_hash}",
        "stamp": f"方案{head.content_hash[:12]} · 记录{head.record_hash[:12]} · {day(head.day)}",
        "facts": [(name, in_line(value)) for name, value in facts],
        "documents": documents,
    }
