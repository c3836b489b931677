"""What a decision is bound to: one hash over all that was looked at."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.contrib.gis.db.models.functions import AsWKB

from grids.partitioning.result import ENGINE
from grids.proposals.models import Proposal, ProposalCell, ProposalShape, ProposalUnit

_UNIT = ("number", "level", "place", "parent__number", "name", "code", "retired")
_COUNTS = ("dwellings", "households_registered", "households_resident", "population")
_CELL = ("cell__number", "piece", "unit__number", *(f"cell__{name}" for name in _COUNTS))


def content_hash(proposal: Proposal) -> str:
    """Sha256 over units, labels and counts by cell, cut shapes, the rule set with its thresholds,
    the cell set with its map revision, and the engine's version; 64 hexadecimal digits.

    Locks are left out: they say who may redraw a unit, not what it is.
    """
    digest = sha256()
    for line in _lines(proposal):
        digest.update(line)
        digest.update(b"\n")
    return digest.hexdigest()


def _lines(proposal: Proposal) -> Iterator[bytes]:
    rule_set, cell_set = proposal.rule_set, proposal.cell_set
    ground = [proposal.kind, proposal.place_id, cell_set.pk, cell_set.map_revision, ENGINE]
    edition = [cell_set.edition_id, proposal.edition_id]
    rules = rule_set.thresholds.order_by("key").values_list("key", "value")
    yield _line([*ground, *edition, rule_set.number, rule_set.household_count])
    yield from map(_line, rules)
    yield from _rows(ProposalUnit.objects.filter(proposal=proposal).order_by("number"), _UNIT)
    cells = ProposalCell.objects.filter(proposal=proposal)
    yield from _rows(cells.order_by("cell__number", "piece"), _CELL)
    shapes = ProposalShape.objects.filter(proposal=proposal).annotate(wkb=AsWKB("geom"))
    for number, piece, wkb in shapes.order_by("cell__number", "piece").values_list(
        "cell__number", "piece", "wkb"
    ):
        yield _line([number, piece]) + bytes(wkb)


def _rows(rows: Any, fields: Iterable[str]) -> Iterator[bytes]:
    return map(_line, rows.values_list(*fields).iterator(chunk_size=5000))


def _line(values: Iterable[Any]) -> bytes:
    return json.dumps(list(values), ensure_ascii=False, default=str).encode()
