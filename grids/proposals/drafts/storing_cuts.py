"""Open ground a draft cut, between its rows and the ground its plan stands on."""

from collections.abc import Iterable

import numpy as np
import shapely

from gis_core.copying import copy_rows
from gis_core.shapes import read_shapes, to_ewkb
from grids.proposals.drafting.cutting import ground_with
from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.ground import Cuts, Ground
from grids.proposals.models import Proposal, ProposalCell, ProposalShape

_COLUMNS = ("proposal_id", "cell_id", "piece", "geom")


def read_cuts(proposal: Proposal, uncut: Ground) -> Ground:
    """The ground as this draft cut it; the ground itself where it cut nothing."""
    pieces = ProposalCell.objects.filter(proposal=proposal, piece__gt=0).order_by("piece")
    row_of = dict(zip(uncut.table.ids.tolist(), range(uncut.size), strict=True))
    root = tuple(row_of[cell] for cell in pieces.values_list("cell", flat=True))
    drawn = ProposalShape.objects.filter(proposal=proposal).order_by("pk")
    keys = drawn.values_list("cell", "piece")
    rows = [uncut.size + piece - 1 if piece else row_of[cell] for cell, piece in keys]
    if not rows and not root:
        return uncut
    shapes: dict[int, str | None] = dict.fromkeys(range(uncut.size, uncut.size + len(root)))
    wkb = shapely.to_wkb(read_shapes(drawn), hex=True)
    return ground_with(uncut, Cuts(shapes | dict(zip(rows, wkb.tolist(), strict=True)), root))


def store_cuts(proposal: Proposal, ground: Ground) -> None:
    """Write the shapes of a new draft that are not as its cells have them."""
    _write(proposal, ground, ground.cuts.shapes)


def store_shapes(proposal: Proposal, ground: Ground, effect: Effect) -> None:
    """Write the shapes an effect changed, and rows for new pieces; `ground` has them already."""
    rows = sorted({shape.row for shape in effect.shapes})
    if not rows:
        return
    cells, pieces = ground.table.ids[rows].tolist(), ground.piece[rows].tolist()
    new = [
        ProposalCell(proposal=proposal, cell_id=cell, piece=piece)
        for cell, piece in zip(cells, pieces, strict=True)
        if piece
    ]
    ProposalCell.objects.bulk_create(new, ignore_conflicts=True)
    old = ProposalShape.objects.filter(proposal=proposal, cell__in=cells)
    kept = set(zip(cells, pieces, strict=True))
    gone = [key for key, *own in old.values_list("pk", "cell", "piece") if tuple(own) in kept]
    ProposalShape.objects.filter(pk__in=gone).delete()
    _write(proposal, ground, rows)


def _write(proposal: Proposal, ground: Ground, rows: Iterable[int]) -> None:
    living = [row for row in sorted(rows) if ground.cuts.shapes[row] is not None]
    shapes = np.array([ground.shapes[row] for row in living], dtype=object)
    columns = (ground.table.ids[living].tolist(), ground.piece[living].tolist(), to_ewkb(shapes))
    copy_rows(ProposalShape, _COLUMNS, ((proposal.pk, *one) for one in zip(*columns, strict=True)))
