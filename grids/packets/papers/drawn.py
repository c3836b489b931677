"""The maps and bounds of a case, as its papers show them."""

from collections.abc import Mapping

from grids.packets.bounds.model import FourBounds
from grids.packets.contents.model import Contents
from grids.packets.drawing import ground
from grids.packets.drawing.reading import read_maps
from grids.packets.drawing.sheet import draw_map
from grids.packets.papers.document import Picture
from grids.packets.papers.packet import Drawn
from grids.packets.papers.wording import day, subject_of
from grids.proposals.drafts.comparing import Side
from grids.proposals.models import Proposal

SKETCH = "示意图，不作为划界依据"


def drawn_of(
    proposal: Proposal,
    sides: tuple[Side, Side],
    contents: Contents,
    bounds: Mapping[int, FourBounds],
) -> Drawn:
    """Both maps in the same frame, and the bounds of the units in words."""
    maps = read_maps(proposal, *sides)
    pictures = tuple(
        Picture(side.value, draw_map(maps, side, _caption(contents, side)), "")
        for side in ground.Side
    )
    return Drawn(pictures, {number: found.text for number, found in bounds.items()})


def _caption(contents: Contents, side: ground.Side) -> ground.Caption:
    head = contents.head
    reviewed = next(
        (one.map_review_number for one in reversed(contents.notices) if one.map_review_number), ""
    )
    word, state = (
        ("前", f"第{head.edition}版区划")
        if side == ground.Side.BEFORE
        else ("后", f"方案第{head.version}步")
    )
    return ground.Caption(
        title=f"{subject_of(head)}{word}",
        edition=f"{state}　{day(head.day)}制图",
        source=f"{head.county}底图（修订号{head.map_revision}）",
        mark=f"审图号：{reviewed}" if reviewed else SKETCH,
    )
