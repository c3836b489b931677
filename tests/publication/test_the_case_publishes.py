"""What the life-cycle calls when a case is activated; here by a move that is nothing but one."""

import datetime
from dataclasses import dataclass

import pytest
from django.db import transaction

from communities.territory.models import Edition
from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.publication import case
from grids.publication.models import Publication
from grids.publication.refusals import PublicationRefused
from tests.publication.asking import NEXT_WEEK, merge_communities, move_a_strip
from tests.world import World, appoint


@dataclass
class Case:
    proposal: Proposal


@dataclass
class Moving:
    case: Case
    person: User


@dataclass
class Values:
    in_force_from: datetime.date | None


def test_activating_publishes_from_the_day_that_was_said(town: World) -> None:
    moving = Moving(Case(move_a_strip(town)), town.reviewer)
    case.publish(moving, Values(NEXT_WEEK))
    publication = Publication.objects.get()
    assert publication.published_by == town.reviewer
    assert publication.edition.in_force_from == NEXT_WEEK
    assert publication.edition.status == Edition.Status.SCHEDULED


def test_who_has_no_place_yet_stands_in_the_way(town: World) -> None:
    moving = Moving(Case(merge_communities(town)), town.reviewer)
    assert case.rehomed(moving) == []
    appoint(town.stranger, Role.COMMUNITY_HEAD, town.xincheng)
    (reason,) = case.rehomed(moving)
    assert reason.code == "homeless"
    assert "新城社区" in reason.message
    with pytest.raises(PublicationRefused), transaction.atomic():
        case.publish(moving, Values(None))
    assert not Publication.objects.exists()
