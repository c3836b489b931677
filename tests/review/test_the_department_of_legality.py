"""The review of legality is for the departments the life-cycle names, not for every one."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.review.choices import choices_for
from grids.review.findings import register_paper
from grids.review.keeping import configure_lifecycle
from grids.review.lifecycle.defaults import CONSOLIDATION
from grids.review.models import Notification
from grids.review.papers import PaperSaid
from grids.review.queries import case_of
from grids.review.refusals import NotYours
from tests.review.cast import Cast, lead, papers_of
from tests.review.test_leading_a_case import DPT, go
from tests.world import LONG_AGO, appoint, person

KEYS = ("find_lawful", "find_unlawful")


@pytest.fixture
def housing(cast: Cast) -> User:
    """Somebody of another department of the county."""
    who = person("housing")
    appoint(who, Role.DEPARTMENT, cast.world.county, department="住建局")
    return who


@pytest.fixture
def audited(cast: Cast, consolidation: Proposal, alone: None) -> Proposal:
    go(consolidation, cast, until="audit")
    consolidation.refresh_from_db()
    return consolidation


def test_another_department_neither_finds_lawful_nor_is_told_it_is_its_turn(
    cast: Cast, housing: User, audited: Proposal
) -> None:
    for key in KEYS:
        with pytest.raises(NotYours, match="司法局"):
            lead(audited, key, housing, papers=papers_of(audited))
    shown = {one.arrow.key: one for one in choices_for(case_of(audited), housing)}
    assert [(shown[key].mine, shown[key].may) for key in KEYS] == [(False, False)] * 2
    assert shown["find_lawful"].roles == ("职能部门（司法局）",)
    turns = Notification.objects.filter(proposal=audited, kind="turn")
    assert turns.filter(person=cast[DPT]).exists()
    assert not turns.filter(person=housing).exists()
    paper = PaperSaid("合法性审查意见", LONG_AGO)
    with pytest.raises(NotYours):
        register_paper(proposal=audited, person=housing, paper=paper)
    assert lead(audited, "find_lawful", cast[DPT], papers=papers_of(audited)).role == "DPT"


def test_a_county_names_the_departments_itself(
    cast: Cast, consolidation: Proposal, housing: User, alone: None
) -> None:
    arrows = tuple(
        replace(one, departments=("住建局",)) if one.key in KEYS else one
        for one in CONSOLIDATION.transitions
    )
    own = replace(CONSOLIDATION, transitions=arrows).to_json()
    county = cast.world.county
    configure_lifecycle(county=county, kind="consolidation", definition=own, person=None)
    go(consolidation, cast, until="audit")
    with pytest.raises(NotYours, match="住建局"):
        lead(consolidation, "find_lawful", cast[DPT], papers=papers_of(consolidation))
    assert lead(consolidation, "find_lawful", housing, papers=papers_of(consolidation))


def test_only_a_department_s_role_names_one(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        appoint(person("odd"), Role.REVIEWER, cast.world.county, department="司法局")
