"""What changes at an address: the units of a building or a compound, before and after."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Length

from communities.basemap.models import CellBuilding, Compound
from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import Side
from grids.proposals.models import Proposal

MOST = 20
LONGEST = 60


@dataclass(frozen=True)
class Whereabouts:
    """Where households belong before and after: names, None for nobody's."""

    community: tuple[str | None, str | None]
    grid: tuple[str | None, str | None]
    households: int

    @property
    def changed(self) -> bool:
        return self.community[0] != self.community[1] or self.grid[0] != self.grid[1]


@dataclass(frozen=True)
class Address:
    """A building or a compound, and every way its households go."""

    kind: str
    name: str
    address: str
    ways: tuple[Whereabouts, ...]


def changes_at(proposal: Proposal, before: Side, after: Side, text: str) -> list[Address]:
    """Up to `MOST` compounds and buildings of the draft's place that the text names."""
    wanted = text.replace("\0", "").strip()[:LONGEST]
    if not wanted:
        return []
    plans = before.plan, after.plan
    found = [*_compounds(proposal, plans, wanted), *_buildings(proposal, plans, wanted)]
    return found[:MOST]


Plans = tuple[Plan, Plan]


def _compounds(proposal: Proposal, plans: Plans, text: str) -> Iterator[Address]:
    table = plans[1].ground.table
    rows = Compound.objects.filter(pk__in=table.compound_ids, name__icontains=text)
    code = {key: place for place, key in enumerate(table.compound_ids)}
    for compound in rows.order_by(Length("name"), "name", "pk").defer("geom", "geom_3857")[:MOST]:
        inside = np.flatnonzero(table.compound == code[compound.pk]).astype(np.int32)
        yield Address("compound", compound.name, "", _ways(plans, inside))


def _buildings(proposal: Proposal, plans: Plans, text: str) -> Iterator[Address]:
    standing = CellBuilding.objects.filter(cell__cell_set=proposal.cell_set_id).filter(
        Q(building__address__icontains=text)
        | Q(building__name__icontains=text)
        | Q(building__source_ref__iexact=text)
    )
    exact = Q(building__address__iexact=text) | Q(building__name__iexact=text)
    rank = Case(When(exact, Value(0)), default=Value(1))
    ordered = standing.annotate(rank=rank).order_by(
        "rank", Length("building__address"), "building__address", "building_id", "cell_id"
    )
    row_of = _first_rows(plans[1])
    columns = ("cell_id", "building__name", "building__address", "building__source_ref")
    cells: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for cell, name, address, ref in ordered.values_list(*columns).iterator():
        if cell in row_of:
            cells[name, address, ref].append(row_of[cell])
        if len(cells) > MOST:
            break
    for (name, address, ref), rows in cells.items():
        ways = _ways(plans, np.array(sorted(set(rows)), np.int32))
        yield Address("building", name or address or ref, address, ways)


def _first_rows(plan: Plan) -> dict[int, int]:
    """The row of every whole cell: nothing stands on a piece that was cut off."""
    ids, piece = plan.ground.table.ids.tolist(), plan.ground.piece.tolist()
    return {key: row for row, (key, part) in enumerate(zip(ids, piece, strict=True)) if not part}


def _ways(plans: Plans, rows: Codes) -> tuple[Whereabouts, ...]:
    """The cells by where they belong before and after, most households first."""
    numbers = np.stack([_labels(plan, level, rows) for level in LEVELS for plan in plans])
    ways, place = np.unique(numbers, axis=1, return_inverse=True)
    households = np.bincount(place.ravel(), plans[1].ground.households[rows], ways.shape[1]).astype(
        int
    )
    order = np.argsort(-households, kind="stable")
    return tuple(_way(plans, ways[:, one].tolist(), int(households[one])) for one in order)


LEVELS = (Level.COMMUNITY, Level.GRID)


def _labels(plan: Plan, level: Level, rows: Codes) -> Codes:
    labels = plan.level(level).labels
    found = np.full(len(rows), NOBODY, np.int32)
    inside = rows < len(labels)
    found[inside] = labels[rows[inside]]
    return found


def _way(plans: Plans, numbers: Sequence[int], households: int) -> Whereabouts:
    before, after = plans
    names = [
        None if number == NOBODY else plan.units[number].name
        for plan, number in zip((before, after, before, after), numbers, strict=True)
    ]
    return Whereabouts((names[0], names[1]), (names[2], names[3]), households)
