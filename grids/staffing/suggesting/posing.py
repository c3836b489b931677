"""From rows to questions: the only bridge from the county's staff to `assigning`."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from django.utils import timezone

from communities.territory.models import Edition, Place
from communities.territory.queries import boundaries_of
from communities.territory.rules import RuleKey
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, transformer, working_srid
from gis_core.shapes import read_shapes
from grids.staffing.assigning import Task, shares_by_workload
from grids.staffing.assigning.task import Floats, Ints
from grids.staffing.capacities import LEGAL, Capacity
from grids.staffing.models import Coverage, Person, Posting, StaffingSuggestion, SuggestedTie, Unit
from grids.staffing.periods import not_over
from grids.staffing.queries import households_of

Kind = SuggestedTie.Kind
APART = 100_000  # metres: what one with several grids is charged for two in the same


@dataclass(frozen=True, eq=False)
class Ground:
    """The grids of an edition: `keys` by code, `xy` (g, 2) metres, `work` (g,) households."""

    places: tuple[Place, ...]
    keys: tuple[UUID, ...]
    xy: Floats
    work: Floats
    zone: int


@dataclass(frozen=True)
class Candidate:
    """One row of a question: who, the tie it would keep, and whether it is their first."""

    who: Person | Unit
    tie: Posting | Coverage | None
    first: bool


@dataclass(frozen=True, eq=False)
class Question:
    """One kind of tie: `distance` (n, g) metres from home, NaN where there is no address."""

    kind: Kind
    candidates: tuple[Candidate, ...]
    distance: Floats
    task: Task


def read_ground(edition: Edition) -> Ground:
    """The grids of an edition, measured in the county's zone."""
    rows = boundaries_of(edition, Level.GRID)
    places = tuple(row.place for row in rows.defer("geom", "geom_3857"))
    keys = tuple(place.pk for place in places)
    points = shapely.get_coordinates(shapely.centroid(read_shapes(rows))).reshape(-1, 2)
    zone = working_srid(float(points[:, 0].mean()) if len(points) else 105.0)
    xy = np.column_stack(transformer(GEOGRAPHIC, zone).transform(*points.T))
    known = households_of(edition)
    work = np.array([known.get(key, 0) for key in keys], np.float64)
    return Ground(places, keys, xy, work, zone)


def pose(suggestion: StaffingSuggestion, ground: Ground) -> list[Question]:
    """The three questions of a county: full-time officers, political-legal staff, units."""
    limits = suggestion.rule_set.values_by_key()
    legal = int(limits.get(RuleKey.LEGAL_STAFF_PER_GRID, 2))
    people = {
        Kind.FULL_TIME: _people(suggestion, [Capacity.FULL_TIME]),
        Kind.LEGAL: _people(suggestion, LEGAL),
    }
    return [
        _question(suggestion, ground, Kind.FULL_TIME, people[Kind.FULL_TIME], most=1),
        _question(suggestion, ground, Kind.LEGAL, people[Kind.LEGAL], most=2 * max(legal, 1)),
        _question(suggestion, ground, Kind.UNIT, _units(suggestion, len(ground.keys)), most=0),
    ]


def basis_of(questions: Iterable[Question]) -> str:
    """The digest of who there is and which ties they have now, with the versions of these."""
    told = [
        f"{question.kind}:{one.who.pk}:"
        + (f"{one.tie.pk}@{one.tie.version}" if one.tie is not None else "-")
        for question in questions
        for one in question.candidates
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def grid_of(tie: Posting | Coverage | None) -> UUID | None:
    """The grid of a tie."""
    if tie is None:
        return None
    return tie.place_id if isinstance(tie, Posting) else tie.grid_id


def _people(suggestion: StaffingSuggestion, capacities: Sequence[str]) -> list[Candidate]:
    day = timezone.localdate(suggestion.asked_at)
    people = Person.objects.filter(
        county=suggestion.county_id, left_on__isnull=True, capacity__in=capacities
    )
    held = Posting.objects.filter(
        not_over(day), person__in=people, capacity__in=capacities, level=Level.GRID
    )
    ties: dict[int, list[Posting]] = {}
    for posting in held.select_related("place").order_by("pk"):
        ties.setdefault(posting.person_id, []).append(posting)
    rows = people.select_related("home_unit").order_by("pk")
    return [row for one in rows for row in _candidates(one, ties.get(one.pk, []), 1)]


def _units(suggestion: StaffingSuggestion, grids: int) -> list[Candidate]:
    """Every unit; where there are fewer than grids, each as often as it must serve."""
    day = timezone.localdate(suggestion.asked_at)
    units = list(
        Unit.objects.filter(county=suggestion.county_id, ended_on__isnull=True).order_by("pk")
    )
    ties: dict[int, list[Coverage]] = {}
    held = Coverage.objects.filter(not_over(day), unit__in=units)
    for coverage in held.select_related("grid").order_by("pk"):
        ties.setdefault(coverage.unit_id, []).append(coverage)
    least = -(-grids // len(units)) if units else 1
    return [row for one in units for row in _candidates(one, ties.get(one.pk, []), least)]


def _candidates(
    who: Person | Unit, ties: Sequence[Posting | Coverage], least: int
) -> list[Candidate]:
    rows = [*ties, *[None] * (max(least, 1) - len(ties))]
    return [Candidate(who, tie, at == 0) for at, tie in enumerate(rows)]


def _question(
    suggestion: StaffingSuggestion,
    ground: Ground,
    kind: Kind,
    candidates: list[Candidate],
    most: int,
) -> Question:
    """The least is one for every grid as far as they go round; for units the most is two above
    the average."""
    grids, people = len(ground.keys), len(candidates)
    distance = _distances(candidates, ground)
    most = most or -(-people // max(grids, 1)) + 1
    share = shares_by_workload(ground.work, people)
    task = Task(
        cost=_costs(suggestion, candidates, ground, distance),
        least=np.ones(grids, np.int64),
        most=np.full(grids, most, np.int64),
        share=np.minimum(share, most),
        spread=0 if kind == Kind.FULL_TIME else suggestion.spread_metres,
    )
    return Question(kind, tuple(candidates), distance, task)


def _distances(candidates: list[Candidate], ground: Ground) -> Floats:
    homes = np.full((len(candidates), 2), np.nan)
    for row, one in enumerate(candidates):
        unit = one.who if isinstance(one.who, Unit) else one.who.home_unit
        if unit is not None and unit.geom is not None:
            homes[row] = unit.geom.coords
    known = ~np.isnan(homes[:, 0])
    if known.any():
        turned = transformer(GEOGRAPHIC, ground.zone).transform(*homes[known].T)
        homes[known] = np.column_stack(turned)
    gap = homes[:, None, :] - ground.xy[None, :, :]
    return np.asarray(np.hypot(gap[..., 0], gap[..., 1]))


def _costs(
    suggestion: StaffingSuggestion,
    candidates: list[Candidate],
    ground: Ground,
    distance: Floats,
) -> Ints:
    cost = np.rint(np.nan_to_num(distance)).astype(np.int64)
    column = {key: at for at, key in enumerate(ground.keys)}
    held: dict[int, set[int]] = {}
    for one in candidates:
        at = column.get(grid_of(one.tie)) if one.tie is not None else None  # type: ignore[arg-type]
        if at is not None:
            held.setdefault(one.who.pk, set()).add(at)
    for row, one in enumerate(candidates):
        own = column.get(grid_of(one.tie)) if one.tie is not None else None  # type: ignore[arg-type]
        others = held.get(one.who.pk, set()) - {own}
        cost[row, list(others)] += APART
        if own is not None:
            cost[row, own] -= suggestion.tie_metres
    return cost
