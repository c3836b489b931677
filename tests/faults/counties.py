"""Small counties with a proposal that waits for one thing: to be put in force."""

from dataclasses import dataclass
from datetime import timedelta
from unittest.mock import patch
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from gis_core.accounts.models import Membership, User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.publication.rehoming import decide_rehoming
from grids.review.queries import case_of
from grids.review.registry import Values
from tests.drafts.town import WEST, lay_cells
from tests.publication.asking import merge_communities, move_a_strip
from tests.review.cast import Cast, lead, make_cast, nothing_hinders
from tests.review.test_leading_a_case import go
from tests.world import appoint, make_world, person

PASSWORD = "faults-password-1"  # of people who never existed
LATER = timedelta(days=7)
FIRST_CODE = 629_000

STRIP, MERGER, ENTRY, JOB = "strip", "merger", "entry", "job"
SCENES = (STRIP, MERGER, ENTRY, JOB)
"""A column of cells moves between grids; two communities merge, with somebody to re-home; the
same, published already, and its day is still to come; a strip again, for background jobs."""


@dataclass(frozen=True)
class Subject:
    """A county, its proposal, and what its reviewer's browser holds: session, version, hash."""

    scene: str
    code: str
    county: UUID
    proposal: UUID
    session: str
    version: int
    contents: str


def make_subjects(count: int) -> list[Subject]:
    """`count` counties of each scene, made by the moves people make, up to the last but one."""
    scenes = [SCENES[number % len(SCENES)] for number in range(count * len(SCENES))]
    made = [(scene, *_make(f"{FIRST_CODE + number}", scene)) for number, scene in enumerate(scenes)]
    _give_everybody_one_password()
    return [_subject(scene, cast, proposal) for scene, cast, proposal in made]


def _make(code: str, scene: str) -> tuple[Cast, Proposal]:
    cast = _people(code)
    proposal = _merger(cast) if scene in (MERGER, ENTRY) else _strip(cast)
    if scene == ENTRY:
        day = timezone.localdate() + LATER
        lead(proposal, "activate", cast[Role.REVIEWER], values=Values(day))
    return cast, proposal


def _subject(scene: str, cast: Cast, proposal: Proposal) -> Subject:
    case = case_of(Proposal.objects.get(pk=proposal.pk))
    county = cast.world.county
    session = _signed_in(User.objects.get(pk=cast[Role.REVIEWER].pk))
    return Subject(scene, county.code, county.pk, proposal.pk, session, case.version, case.contents)


def _people(code: str) -> Cast:
    world = make_world(code)
    lay_cells(world)
    return make_cast(world)


def _strip(cast: Cast) -> Proposal:
    proposal = move_a_strip(cast.world)
    go(proposal, cast, until="publish")
    return proposal


def _merger(cast: Cast) -> Proposal:
    """The notice and what was said of it are left out: they are over when this is published."""
    head = appoint(person(f"head-{cast.world.county.code}"), Role.COMMUNITY_HEAD,
                   cast.world.xincheng)  # fmt: skip
    proposal = merge_communities(cast.world)
    _rehome(proposal, head, cast[Role.PLANNER])
    over = f"{nothing_hinders.__module__}.{nothing_hinders.__name__}"
    heard = dict.fromkeys(("notice_over", "objections_answered"), over)
    with patch.dict("grids.review.registry._guards", heard):
        go(proposal, cast, until="implement")
    return proposal


def _rehome(proposal: Proposal, head: Membership, planner: User) -> None:
    decide_rehoming(
        proposal=proposal, kind="membership", key=str(head.pk), unit=WEST, person=planner
    )


def _signed_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def _give_everybody_one_password() -> None:
    """One slow digest for all: making one for each would take longer than the kills."""
    User.objects.update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
