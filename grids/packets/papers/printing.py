"""Laying out a packet in a process of its own: `python -m grids.packets.papers.printing`.

It has nothing of the application, knows no database, and asks no other place for anything. It
reads JSON, {"html": text, "pictures": {name: SVG}, "style": CSS}, and writes a PDF.
Needs Pango (see `gis_core.launch.system.TEXT_LAYOUT`).
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

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


def print_html(html: str, pictures: Mapping[str, str], style: str = "") -> bytes:
    """Pages in a style, the packet's unless another is given; their pictures are addressed as
    `packet:name`."""
    fonts = FontConfiguration()
    only = OnlyOurs(pictures)
    sheet = CSS(string=style or STYLE.read_text(), font_config=fonts, url_fetcher=only)
    page = HTML(string=html, base_url=OURS, url_fetcher=only)
    printed: bytes = page.write_pdf(stylesheets=[sheet], font_config=fonts)
    return printed


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(print_html(asked["html"], asked["pictures"], asked["style"]))


if __name__ == "__main__":
    main()
