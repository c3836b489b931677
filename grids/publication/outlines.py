"""The boundaries of the new edition: those of changed places, drawn from the proposal's units."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import numpy as np
import shapely
from django.db import connection

from communities.territory.models import Boundary, Edition
from gis_core.accounts.models import Level
from gis_core.copying import copy_rows
from gis_core.shapes import read_shapes, shape_of, to_ewkb
from grids.proposals.drafting.effects import UnitState
from grids.proposals.models import ProposalUnit
from grids.publication.drafts import LEVELS, Draft

_CLOSE = """
    UPDATE territory_boundary SET editions = int4range(lower(editions), %s)
    WHERE county_id = %s AND editions @> %s AND place_id = ANY(%s)
"""
_COLUMNS = ("place_id", "parent_id", "county_id", "level", "editions", "geom")


def draw_boundaries(draft: Draft, edition: Edition, places: Mapping[int, UUID]) -> None:
    """Close the boundaries of places that changed or ended; draw those that changed or are new."""
    units = [one for level in LEVELS for one in draft.units_after(level).values()]
    parents = {unit.number: _parent(draft, unit, places) for unit in units}
    changed = changed_units(draft, parents)
    ended = draft.places.keys() - set(places.values())
    keys = [*ended, *(places[number] for number in changed)]
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [edition.number, edition.county_id, draft.former.number, keys])
    shapes = _drawn(draft, changed)
    rows = (
        (
            places[number], parents[number], edition.county_id, draft.after.units[number].level,
            f"[{edition.number},)", shapes[number],
        )
        for number in changed
    )  # fmt: skip
    copy_rows(Boundary, _COLUMNS, rows)


def changed_units(draft: Draft, parents: Mapping[int, UUID]) -> list[int]:
    """The units that are new, lie in another parent, or have other ground than before."""
    reshaped = _reshaped(draft)
    return [
        unit.number
        for level in LEVELS
        for unit in draft.units_after(level).values()
        if unit.number in reshaped or _is_changed(draft, level, unit, parents[unit.number])
    ]


def _is_changed(draft: Draft, level: Level, unit: UnitState, parent: UUID) -> bool:
    old = draft.number_before.get(unit.place or "")
    drawn = draft.boundaries.get(UUID(unit.place)) if unit.place else None
    if old is None or drawn is None or drawn.parent_id != parent:
        return True
    after, before = draft.after.level(level).labels, draft.labels_before(level)
    same = np.array_equal(after == unit.number, before == old)
    return not same or _differs(draft, unit.number, drawn)


def _reshaped(draft: Draft) -> set[int]:
    """The units with cells that cutting gave other shapes or nodes."""
    rows = [row for row, shape in draft.after.ground.cuts.shapes.items() if shape is not None]
    return {n for level in LEVELS for n in draft.after.level(level).labels[rows].tolist()}


def _differs(draft: Draft, number: int, drawn: Boundary) -> bool:
    """Whether the outline in force is not the union of the unit's cells, node for node.

    A first edition's outlines were drawn before there were cells: beside a unit drawn anew, their
    long straight edges would leave slivers.
    """
    cells = draft.after.ground.shapes[draft.after.rows_of(number)]
    union = shapely.multipolygons(shapely.get_parts(shapely.coverage_union_all(cells)))
    return not union.equals_exact(shape_of(drawn), 0.0, normalize=True)


def _parent(draft: Draft, unit: UnitState, places: Mapping[int, UUID]) -> UUID:
    if unit.level == Level.COMMUNITY or unit.parent is None:
        return draft.subdistrict_of(unit.number)
    return places[unit.parent]


def _drawn(draft: Draft, numbers: Iterable[int]) -> dict[int, str]:
    """The outlines of the proposal's units as they are stored, in hex EWKB."""
    units = ProposalUnit.objects.filter(proposal=draft.proposal, number__in=list(numbers))
    rows = units.filter(geom__isnull=False).order_by("number")
    shapes = to_ewkb(read_shapes(rows)) if rows.exists() else []
    return dict(zip(rows.values_list("number", flat=True), shapes, strict=True))
