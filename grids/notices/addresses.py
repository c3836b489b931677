"""The addresses of a proposal's ground: which unit each has now, and which it would have."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import shapely
from django.contrib.gis.db.models.functions import AsWKB, PointOnSurface

from communities.basemap.models import CellBuilding
from gis_core.accounts.models import Level
from gis_core.copying import copy_rows
from gis_core.shapes import shape_array, to_ewkb
from grids.notices.models import Notice, NoticeAddress
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import Side
from grids.proposals.models import Proposal

BETWEEN = " · "
LONGEST = 420


class Units(NamedTuple):
    """Community and grid before, community and grid after; empty for none."""

    community_before: str
    grid_before: str
    community_after: str
    grid_after: str


class Address(NamedTuple):
    kind: str
    text: str
    units: Units


def sought(text: str) -> str:
    """How an address is compared: width, case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def store_addresses(notice: Notice, proposal: Proposal, before: Side, after: Side) -> int:
    """Write the addresses of a notice; how many there are."""
    units = units_by_cell(before.plan, after.plan)
    found: dict[Address, bytes] = {}
    for cell, *names, spot in _buildings(proposal):
        if cell in units:
            for kind, text in _texts(*names):
                found.setdefault(Address(kind, text, units[cell]), bytes(spot))
    spots = to_ewkb(shape_array(shapely.from_wkb(list(found.values()))))
    columns = ("notice_id", "kind", "text", "sought", *Units._fields, "geom")
    rows = zip(map(_columns, found), spots, strict=True)
    copy_rows(NoticeAddress, columns, ((notice.pk, *one, spot) for one, spot in rows))
    return len(found)


def units_by_cell(before: Plan, after: Plan) -> dict[int, Units]:
    """The units of each cell, by the cell's key; what was cut off it has no building."""
    sides = [list(_names(plan, before.ground.size)) for plan in (before, after)]
    keys = before.ground.table.ids.tolist()
    return {key: Units(*old, *new) for key, old, new in zip(keys, *sides, strict=True)}


def _names(plan: Plan, size: int) -> Iterator[tuple[str, str]]:
    """Community and grid of each of the first `size` cells."""
    known = {NOBODY: ("", "")}
    for unit in plan.live(Level.GRID):
        above = plan.units.get(unit.parent or NOBODY)
        known[unit.number] = (above.name if above else "", unit.name)
    yield from (known[number] for number in plan.labels[:size].tolist())


def _buildings(proposal: Proposal) -> Iterable[Any]:
    standing = CellBuilding.objects.filter(cell__cell_set=proposal.cell_set_id)
    placed = standing.annotate(spot=AsWKB(PointOnSurface("building__geom")))
    fields = ("cell_id", "building__compound__name", "building__name", "building__address", "spot")
    return placed.order_by("building").values_list(*fields).iterator()


def _texts(compound: str | None, name: str, address: str) -> Iterator[tuple[str, str]]:
    """The compound by itself, and the building with all that is known of it."""
    if compound:
        yield NoticeAddress.Kind.COMPOUND, compound
    if name or address:
        parts = dict.fromkeys(part for part in (compound, name, address) if part)
        yield NoticeAddress.Kind.BUILDING, BETWEEN.join(parts)[:LONGEST]


def _columns(one: Address) -> tuple[str, ...]:
    return (one.kind, one.text, sought(one.text)[:LONGEST], *one.units)
