import uuid

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError

from grids.corrections.models import Correction, Fault, State
from grids.corrections.queries import answerable_by
from grids.corrections.services import CorrectionFacts, answer_correction, report_correction
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from tests.world import World, lonlat

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(world: World) -> Correction:
    facts = CorrectionFacts(Fault.BUILDING_MISSING, point=Point(*lonlat(250, 250), srid=4490))
    return report_correction(
        person=world.member, grid=world.grids[0], facts=facts, key=uuid.uuid4()
    )


def answer(world: World, reported: Correction, state: State, said: str, seen: int | None) -> None:
    answer_correction(
        correction=reported, person=world.planner, state=state, answer=said, seen_version=seen
    )


def test_an_answer_has_a_reason_and_may_still_become_a_correction(
    world: World, reported: Correction
) -> None:
    with pytest.raises(Refused, match="理由"):
        answer(world, reported, State.ANSWERED, " \u200b", 0)
    answer(world, reported, State.ANSWERED, "下月航拍后补。", 0)
    answer(world, reported, State.DONE, "", 1)
    reported.refresh_from_db()
    assert (reported.state, reported.answered_by) == (State.DONE, world.planner)
    with pytest.raises(Refused, match="已改正"):
        answer(world, reported, State.ANSWERED, "不改", 2)


def test_an_answer_names_the_version_it_saw(world: World, reported: Correction) -> None:
    with pytest.raises(VersionMissing):
        answer(world, reported, State.DONE, "", None)
    answer(world, reported, State.ANSWERED, "下月航拍后补。", 0)
    with pytest.raises(Stale):
        answer(world, reported, State.DONE, "", 0)


def test_the_database_takes_no_answer_without_a_reason(reported: Correction) -> None:
    with pytest.raises(IntegrityError, match="correction_"):
        Correction.objects.filter(pk=reported.pk).update(state=State.ANSWERED)


def test_only_the_planner_of_the_place_answers(world: World, reported: Correction) -> None:
    assert list(answerable_by(world.planner)) == [reported]
    for other in (world.member, world.reviewer, world.stranger):
        assert not answerable_by(other).exists()
