"""All papers of a case in the order they are filed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gis_core.accounts.models import Level
from grids.packets.contents.model import Contents
from grids.packets.papers import annexes, forms, letters, listing, saying
from grids.packets.papers.document import Block, Document, Paragraph, Picture, Table


@dataclass(frozen=True)
class Drawn:
    """What is drawn of a case: maps (SVG, with legend, scale, day and source in them) and the
    four bounds (四至) in words by a unit's number in the plan."""

    maps: tuple[Picture, ...] = ()
    bounds: Mapping[int, str] = field(default_factory=dict)


def letters_of(contents: Contents, drawn: Drawn) -> list[Document]:
    """What is also written as DOCX, for it is worked on further."""
    return [
        letters.request(contents),
        letters.plan(contents, drawn.bounds),
        forms.risk_form(contents),
        forms.evidence(contents),
        letters.reply(contents, drawn.bounds),
    ]


def packet_of(contents: Contents, drawn: Drawn) -> list[Document]:
    """Everything, as one PDF holds it."""
    request, plan, risk, notice, reply = letters_of(contents, drawn)
    return [
        request,
        plan,
        *([_maps(drawn)] if drawn.maps else []),
        *_tables(contents),
        *([_bounds(contents, drawn)] if drawn.bounds else []),
        _moved(contents),
        risk,
        notice,
        annexes.consultation(contents),
        annexes.checklist(contents),
        annexes.record(contents),
        reply,
    ]


def _maps(drawn: Drawn) -> Document:
    return Document("maps", "调整前后示意图", drawn.maps)


def _tables(contents: Contents) -> list[Document]:
    found = []
    for level in saying.levels_of(contents):
        table = listing.comparison(contents, level)
        title = f"{saying.WORDS[level]}调整前后对照表"
        found.append(Document(f"comparison-{level.value}", title, (table,), wide=True))
    return found


def _bounds(contents: Contents, drawn: Drawn) -> Document:
    """Of every unit after the change, communities first."""
    tables: list[Block] = []
    for level in saying.levels_of(contents):
        units = [row.after for row in contents.rows(level) if row.after]
        rows = tuple(
            (f"{unit.parent} {unit.name}".strip(), drawn.bounds[unit.number])
            for unit in units
            if unit.number in drawn.bounds
        )
        if rows:
            word = saying.WORDS[Level(level)]
            tables.append(Table(f"{word}四至", (word, "四至"), rows, (26, 74)))
    note = Paragraph("四至由图形、相邻单位及道路、河流名称自动生成，以实地为准。", note=True)
    return Document("bounds", "四至说明", (*tables, note))


def _moved(contents: Contents) -> Document:
    blocks = tuple(listing.moved_buildings(contents))
    return Document("moved", "改变所属的建筑清单", blocks, wide=True)
