"""What must hold of a county after every step, read from the rows and from nothing kept aside."""

from collections import defaultdict
from itertools import pairwise

import numpy as np
import shapely
from django.db.models import Sum

from communities.basemap.models import Cell
from communities.territory.models import Boundary, County, Designation, Edition
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from gis_core.audit.sealing import verify_record
from gis_core.shapes import shape_array, shape_of
from grids.division.models import GridCell
from grids.notices.models import Notice
from grids.proposals.models import Operation, Proposal
from grids.publication.models import Publication
from grids.review.acting import memberships_for
from grids.review.models import CaseEvent, Condition, Waiver
from grids.review.queries import case_of
from grids.review.separation import record_of

REVIEWING = (Action.REVIEW, Action.LEGALITY, Action.NOTICE)
ENDED = ("in_force", "scheduled", "refused", "superseded", "discarded")


def assert_editions(county: County) -> None:
    """One in force, at most one that waits for its day, none half made, numbered without gaps."""
    editions = Edition.objects.filter(county=county).order_by("number")
    numbers = list(editions.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    statuses = list(editions.values_list("status", flat=True))
    assert statuses.count(Edition.Status.IN_FORCE) == 1
    assert statuses.count(Edition.Status.PREPARED) == 0
    assert statuses.count(Edition.Status.SCHEDULED) <= 1
    days = [edition.in_force_from for edition in editions]
    assert days == sorted(days, key=str)


def assert_time(county: County) -> None:
    """No place has two outlines or two names at once; no code ever names two places."""
    spans: dict[object, list[tuple[int, int]]] = defaultdict(list)
    for place, editions in Boundary.objects.filter(county=county).values_list("place", "editions"):
        spans[place].append((editions.lower, editions.upper or 10**6))
    for found in spans.values():
        assert all(a[1] <= b[0] for a, b in pairwise(sorted(found)))
    named: dict[str, set[object]] = defaultdict(set)
    days: dict[object, list[tuple[str, str]]] = defaultdict(list)
    for row in Designation.objects.filter(place__county=county):
        named[row.code].add(row.place_id)
        if not row.valid.isempty:
            days[row.place_id].append((str(row.valid.lower), str(row.valid.upper or "9999")))
    assert all(len(places) == 1 for places in named.values()), named
    for periods in days.values():
        assert all(a[1] <= b[0] for a, b in pairwise(sorted(periods))), periods


def assert_edition(edition: Edition, ground: shapely.Geometry, households: int) -> None:
    """Its cells share out the county, its grids are unions of them, and nobody came or went."""
    cells = Cell.objects.filter(cell_set__edition=edition)
    shapes = shape_array(map(shape_of, cells.order_by("pk")))
    assert shapely.coverage_is_valid(shapes)
    assert shapely.coverage_union_all(shapes).normalize().equals(ground.normalize())
    assert cells.aggregate(sum=Sum("households_resident"))["sum"] == households
    homes = GridCell.objects.filter(edition=edition)
    assert homes.count() == homes.values("cell").distinct().count() == len(shapes)
    for level in (Level.GRID, Level.COMMUNITY):
        outlines = shape_array(map(shape_of, boundaries_of(edition, level)))
        assert shapely.coverage_is_valid(outlines)
        assert np.isclose(shapely.area(outlines).sum(), ground.area, rtol=1e-9)
    for row in boundaries_of(edition, Level.GRID).filter(figures__isnull=False):
        own = cells.filter(grid_cells__grid=row.place_id, grid_cells__edition=edition)
        assert own.aggregate(sum=Sum("households_resident"))["sum"] == row.figures.households


def assert_cases(county: County) -> None:
    for proposal in Proposal.objects.filter(county=county):
        events = list(CaseEvent.objects.filter(proposal=proposal).order_by("sequence"))
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        assert_one_decision(events)
        assert_separate(proposal, events)
        assert_somebody_is_next(proposal)
        assert_published_as_approved(proposal, events)
        shown = Notice.objects.filter(proposal=proposal, state=Notice.State.OPEN).exists()
        assert not shown or proposal.status == Proposal.Status.PUBLIC_NOTICE


def assert_one_decision(events: list[CaseEvent]) -> None:
    """Whatever was submitted is decided once: granted, refused or sent back."""
    waiting = False
    for event in events:
        if event.transition == "submit":
            waiting = True
        elif event.action == Action.DECIDE and event.transition != "revoke":
            assert waiting, f"{event} decides what was not submitted"
            waiting = False
        elif event.target in Proposal.EDITABLE:
            waiting = False


def assert_separate(proposal: Proposal, events: list[CaseEvent]) -> None:
    """Nobody leads on by a right what they did before to the same proposal by another."""
    drawn = list(Operation.objects.filter(proposal=proposal).values_list("version", "author"))
    did: dict[str, set[int | None]] = defaultdict(set)
    for event in events:
        drew = {who for version, who in drawn if version <= event.version} | {proposal.author_id}
        authors = drew | did["submitted"]
        barred = {
            Action.SUBMIT: set(),
            Action.DECIDE: authors | did["reviewed"],
            Action.ACTIVATE: authors | did["decided"],
        }.get(Action(event.action), authors)
        assert event.actor_id is None or event.actor_id not in barred, event
        if event.action == Action.SUBMIT:
            did["submitted"].add(event.actor_id)
        elif event.action == Action.DECIDE:
            did["decided"].add(event.actor_id)
        elif event.action in REVIEWING:
            did["reviewed"].add(event.actor_id)
    judged = {
        *Waiver.objects.filter(proposal=proposal).values_list("given_by", flat=True),
        *Condition.objects.filter(proposal=proposal).values_list("set_by", flat=True),
    }
    assert not judged & {proposal.author_id}


def assert_somebody_is_next(proposal: Proposal) -> None:
    """A case is ended, or there is an arrow from where it is that somebody may lead."""
    if proposal.status in ENDED:
        return
    case = case_of(proposal)
    record = record_of(proposal)
    for arrow in case.definition.leaving(proposal.status):
        held = memberships_for(proposal, arrow.action, arrow.actors) if arrow.actors else ()
        if any(not record.bars(one.user_id, arrow) for one in held):
            return
    raise AssertionError(f"nobody leads {proposal} on from {proposal.status}")


def assert_published_as_approved(proposal: Proposal, events: list[CaseEvent]) -> None:
    """What was published was approved, with the very contents, and nothing came in between."""
    publication = Publication.objects.filter(proposal=proposal).first()
    if publication is None:
        assert proposal.status not in ("in_force", "scheduled")
        return
    waits = publication.edition.status == Edition.Status.SCHEDULED
    assert proposal.status == ("scheduled" if waits else "in_force")
    granted = [event for event in events if event.transition == "approve"]
    activated = [event for event in events if event.transition == "activate"]
    assert granted
    assert len(activated) == 1
    assert granted[-1].content_hash == activated[0].content_hash
    between = events[granted[-1].sequence : activated[0].sequence]
    assert not any(event.target in Proposal.EDITABLE for event in between)
    assert publication.version == granted[-1].version


def assert_record() -> None:
    assert verify_record() == []
