"""Activations sent in the same moment over HTTP: one edition, and the others hear of it."""

import pytest

from communities.territory.models import Edition
from communities.territory.queries import edition_in_force
from grids.proposals.models import Proposal
from grids.publication.models import Publication
from tests.at_once import THREADS, post_at_once
from tests.drafts.town import lay_cells
from tests.publication.asking import move_a_strip
from tests.review.cast import Cast, make_cast
from tests.review.test_leading_a_case import REV, go
from tests.review.test_many_at_once_over_http import move, said_in_chinese, several, statuses
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    world = make_world()
    lay_cells(world)
    return make_cast(world)


def approved(cast: Cast) -> Proposal:
    proposal = move_a_strip(cast.world)
    go(proposal, cast, until="publish")
    return proposal


def test_of_sixteen_activations_one_makes_the_edition(cast: Cast) -> None:
    proposal = approved(cast)
    reviewers = several(cast, REV, THREADS)
    answers = post_at_once([move(proposal, who, "activate") for who in reviewers])
    assert statuses(answers) == {200: 1, 409: THREADS - 1}
    said_in_chinese(answers, "方案已到“已生效”")
    assert Publication.objects.count() == 1
    assert list(Edition.objects.order_by("number").values_list("number", "status")) == [
        (1, "superseded"),
        (2, "in_force"),
    ]


def test_of_proposals_on_one_edition_one_is_put_in_force_and_the_others_are_behind(
    cast: Cast,
) -> None:
    proposals = [approved(cast) for _ in range(4)]
    reviewers = several(cast, REV, 2 * len(proposals))
    answers = post_at_once(
        [
            move(proposals[number % len(proposals)], who, "activate")
            for number, who in enumerate(reviewers)
        ]
    )
    assert statuses(answers) == {200: 1, 409: len(reviewers) - 1}
    said_in_chinese(answers, "现行", "方案已到“已生效”", "方案已到“已被取代”")
    publication = Publication.objects.get()
    assert edition_in_force(cast.world.county) == publication.edition
    left = Proposal.objects.exclude(pk=publication.proposal_id)
    assert not left.filter(status="in_force").exists()
