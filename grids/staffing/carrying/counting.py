"""Staff of a draft's grids for the checklist, as it would be the day the draft is published."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.utils import timezone

from gis_core.accounts.models import Level
from grids.proposals.drafting.plan import Plan
from grids.proposals.models import Proposal
from grids.publication.heirs import Heirs, decided, heirs_in
from grids.staffing.capacities import LEGAL, Capacity
from grids.staffing.carrying.rehoming import COVERAGE, POSTING
from grids.staffing.models import Coverage, Person, Posting, Unit
from grids.staffing.queries import coverage_on, postings_on

Counts = Mapping[int, int]


def full_time_officers(proposal: Proposal, plan: Plan) -> Counts | None:
    """Full-time officers by number of the grid; None for a county without people."""
    if not Person.objects.filter(county=proposal.county_id).exists():
        return None
    return Counter(number for _row, number in _posted(proposal, plan, [Capacity.FULL_TIME]))


def legal_staff(proposal: Proposal, plan: Plan) -> Counts | None:
    """Political-legal officers and legal workers by number of the grid."""
    if not Person.objects.filter(county=proposal.county_id).exists():
        return None
    return Counter(number for _row, number in _posted(proposal, plan, LEGAL))


def covering_units(proposal: Proposal, plan: Plan) -> Counts | None:
    """Covering units by number of the grid; None for a county without units."""
    if not Unit.objects.filter(county=proposal.county_id).exists():
        return None
    rows = coverage_on(proposal.county, timezone.localdate())
    found = _carried(proposal, heirs_in(proposal, plan), list(rows), COVERAGE)
    return Counter(
        number
        for _unit, number in {
            (row.unit_id, number) for row, number in found if isinstance(row, Coverage)
        }
    )


def displaced(proposal: Proposal, plan: Plan) -> Counts | None:
    """Full-time officers of grids that end whose heir has an officer of its own, by the grid
    that ends; nobody decided where they go."""
    if not Person.objects.filter(county=proposal.county_id).exists():
        return None
    heirs, settled = heirs_in(proposal, plan), decided(proposal, POSTING)
    rows = [row for row in _rows(proposal, [Capacity.FULL_TIME]) if row.place_id in heirs.numbers]
    ending = [row for row in rows if heirs.numbers[row.place_id] not in heirs.living]
    taken = {heirs.numbers[row.place_id] for row in rows} & heirs.living
    lost: Counter[int] = Counter()
    for row in ending:
        to = heirs.of(row.place_id)
        if str(row.pk) in settled:
            continue
        if to is None or to in taken:
            lost[heirs.numbers[row.place_id]] += 1
        else:
            taken.add(to)
    return lost


def _posted(
    proposal: Proposal, plan: Plan, capacities: Sequence[Capacity]
) -> Iterator[tuple[Posting | Coverage, int]]:
    rows = _rows(proposal, capacities)
    return _carried(proposal, heirs_in(proposal, plan), rows, POSTING)


def _rows(proposal: Proposal, capacities: Sequence[Capacity]) -> list[Posting]:
    rows = postings_on(proposal.county, timezone.localdate())
    return list(rows.filter(capacity__in=capacities, level=Level.GRID).order_by("pk"))


def _carried(
    proposal: Proposal, heirs: Heirs, rows: list[Posting] | list[Coverage], kind: str
) -> Iterator[tuple[Posting | Coverage, int]]:
    """Each row with the grid of the draft it would be at; those it has none for are left out."""
    settled = decided(proposal, kind)
    for row in rows:
        place = row.place_id if isinstance(row, Posting) else row.grid_id
        ends = heirs.numbers.get(place) not in heirs.living
        key = str(row.pk)
        number = settled[key] if ends and key in settled else heirs.of(place)
        if number is not None:
            yield row, number
