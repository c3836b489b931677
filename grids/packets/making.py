"""The files of a packet, part by part."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop as _

from grids.packets.bounds.model import FourBounds
from grids.packets.bounds.reading import read_bounds
from grids.packets.contents.model import Contents
from grids.packets.contents.queries import read_contents
from grids.packets.models import Packet
from grids.packets.papers.drawn import drawn_of
from grids.packets.papers.packet import Drawn, letters_of, packet_of
from grids.packets.papers.pdf import print_packet
from grids.packets.papers.word.writing import write_docx
from grids.packets.storing import digest
from grids.packets.tables.archives import pack
from grids.packets.tables.layers import layers_of
from grids.packets.tables.sheets import sheets_of
from grids.packets.tables.vectors import write_geopackage, write_shapefiles
from grids.packets.tables.workbook import write_workbook
from grids.proposals.drafts.comparing import Side, edition_of, version_of

NAMES = {
    "request": "1-请示.docx",
    "plan": "2-调整方案.docx",
    "risk": "3-社会稳定风险评估表.docx",
    "notice": "4-公示情况.docx",
    "reply": "5-批复（代拟稿）.docx",
    "packet": "6-全部材料.pdf",
    "workbook": "7-表格.xlsx",
    "geopackage": "8-图形.gpkg",
    "shapefile": "9-图形-shp.zip",
}
MANIFEST, WHOLE = "manifest.json", "报批材料.zip"
READING, DRAWING, WRITING, PRINTING, TABLES, PACKING = (
    _("读取数据"), _("绘制地图和四至"), _("写公文"), _("排版 PDF"), _("写表格和图形"), _("打包"),
)  # fmt: skip
PHASES = (READING, DRAWING, WRITING, PRINTING, TABLES, PACKING)

Files = dict[str, bytes]
Told = Callable[[str], None]
"""Told the phase that begins; raises where the work is to end."""


class Material(NamedTuple):
    """Everything the files are made of."""

    sides: tuple[Side, Side]
    contents: Contents
    bounds: Mapping[int, FourBounds]
    drawn: Drawn


def make_files(packet: Packet, begin: Told, may_go_on: Callable[[], None]) -> Files:
    """All files by name, the ZIP of all the others last; `may_go_on` as `print_packet` asks it."""
    begin(READING)
    proposal = packet.proposal
    sides = edition_of(proposal), version_of(proposal, None)
    contents = read_contents(proposal, sides, packet.day)
    begin(DRAWING)
    bounds = read_bounds(proposal, sides[1].plan)
    drawn = drawn_of(proposal, sides, contents, bounds)
    begin(WRITING)
    files = {NAMES[one.key]: write_docx(one) for one in letters_of(contents, drawn)}
    begin(PRINTING)
    papers = packet_of(contents, drawn)
    files[NAMES["packet"]] = print_packet(contents.head, papers, may_go_on)
    begin(TABLES)
    files |= _tables(Material(sides, contents, bounds, drawn))
    begin(PACKING)
    return _packed(packet, contents, files)


def _tables(material: Material) -> Files:
    contents, day = material.contents, material.contents.head.day
    layers = layers_of(contents, *(side.plan for side in material.sides))
    return {
        NAMES["workbook"]: write_workbook(sheets_of(contents, material.bounds), day),
        NAMES["geopackage"]: write_geopackage(layers, day),
        NAMES["shapefile"]: write_shapefiles(layers, day),
    }


def _packed(packet: Packet, contents: Contents, files: Files) -> Files:
    """The files with a list of them, and all that as one ZIP."""
    told = _manifest(packet, contents, files)
    text = json.dumps(told, ensure_ascii=False, indent=2).encode()
    whole = {**files, MANIFEST: text}
    return {**whole, WHOLE: pack(whole.items(), packet.day)}


def _manifest(packet: Packet, contents: Contents, files: Files) -> dict[str, Any]:
    head = contents.head
    return {
        "proposal": str(packet.proposal_id),
        "title": head.title,
        "kind": head.kind,
        "county": head.county,
        "place": head.place_code,
        "edition": head.edition,
        "map_revision": head.map_revision,
        "rule_set": head.rule_set,
        "version": head.version,
        "engine": head.engine,
        "content_hash": head.content_hash,
        "record_hash": head.record_hash,
        "day": head.day.isoformat(),
        "files": [
            {"name": name, "bytes": len(content), "sha256": digest(content)}
            for name, content in files.items()
        ],
    }
