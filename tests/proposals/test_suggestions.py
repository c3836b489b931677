from typing import Any

import pytest
import shapely
from django.conf import settings

from communities.basemap.models import Venue
from gis_core.jobs.models import Job
from gis_core.jobs.services import run_job
from gis_core.shapes import shape_of
from grids.proposals import jobs
from grids.proposals.answering import Answer, merge
from grids.proposals.models import Suggestion, SuggestionKind
from grids.proposals.services import SuggestionRefused, request_suggestion
from grids.proposals.wording import summarise_suggestion
from tests.division.town import built_town
from tests.world import World, make_world, point

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> World:
    return built_town()


def ask(world: World, kind: SuggestionKind, **values: object) -> Suggestion:
    suggestion = request_suggestion(kind=kind, place=world.subdistrict, **values)  # type: ignore[arg-type]  # as given
    run_job.func(str(suggestion.job_id))
    suggestion.refresh_from_db()
    suggestion.job.refresh_from_db()
    return suggestion


def test_two_small_communities_are_merged_and_the_reason_is_given(town: World) -> None:
    suggestion = ask(town, SuggestionKind.MERGE)
    assert suggestion.job.status == Job.Status.SUCCEEDED
    alternative = suggestion.alternatives.get()
    unit = alternative.units.get()
    assert unit.figures["households"] == 1152
    assert {member.place_id for member in unit.members.all()} == {
        town.changfu.pk,
        town.xincheng.pk,
    }
    assert alternative.status == "optimal"
    assert any("1000" in reason["text_zh"] for reason in alternative.explanation)
    assert "2 个社区 → 1 个" in summarise_suggestion(suggestion)


def test_a_result_that_claims_what_it_does_not_prove_is_not_kept(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def boast(*given: Any) -> Answer:
        answer = merge(*given)
        answer.result.certificate["pieces"][0]["stages"][1]["bound"] += 1
        return answer

    monkeypatch.setattr(jobs, "merge", boast)
    suggestion = ask(town, SuggestionKind.MERGE)
    assert suggestion.job.status == Job.Status.FAILED
    assert suggestion.job.error_code == "result_refused"
    assert "claimed_bound" in suggestion.job.error_text
    assert not suggestion.alternatives.exists()


def test_a_merge_far_from_every_venue_is_not_made_and_what_stays_too_small_is_named(
    town: World,
) -> None:
    Venue.objects.update(geom=point(100, 100))
    alternative = ask(town, SuggestionKind.MERGE).alternatives.get()
    assert alternative.units.count() == 2
    assert {broken["rule"] for broken in alternative.violations} == {"min_households"}
    assert alternative.status == "optimal"


def test_grids_are_whole_cells_of_one_community_and_tile_it(town: World) -> None:
    alternative = ask(town, SuggestionKind.DIVIDE).alternatives.get()
    for community in (town.changfu, town.xincheng):
        units = alternative.units.filter(community=community)
        shapes = [shape_of(unit) for unit in units]
        assert shapely.coverage_is_valid(shapes)
        assert sum(unit.figures["households"] for unit in units) == 576
        assert all(unit.figures["pieces"] == 1 for unit in units)
    cells = [cell for unit in alternative.units.all() for cell in unit.cells.all()]
    assert len({cell.cell_id for cell in cells}) == len(cells) == town_cells(town)


def test_before_and_after_speak_of_the_same_place_only(town: World) -> None:
    suggestion = request_suggestion(kind=SuggestionKind.DIVIDE, place=town.xincheng)
    run_job.func(str(suggestion.job_id))
    card = suggestion.alternatives.get().scorecard
    assert (card["before"]["units"], card["before"]["households"]) == (1, 576)
    assert card["after"]["households"] == 576


def town_cells(world: World) -> int:
    return world.edition.cell_sets.get().cells.count()


def test_the_same_question_has_the_same_answer_on_one_process_or_two(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(town, SuggestionKind.DIVIDE, seed=5)
    monkeypatch.setattr(settings, "JOB_PROCESSES", 2)
    second = ask(town, SuggestionKind.DIVIDE, seed=5)
    answers = [
        sorted(
            sorted(unit.cells.values_list("cell_id", flat=True))
            for unit in suggestion.alternatives.get().units.all()
        )
        for suggestion in (first, second)
    ]
    assert answers[0] == answers[1]


def test_a_double_click_asks_once(town: World) -> None:
    asked = {
        request_suggestion(
            kind=SuggestionKind.MERGE, place=town.subdistrict, idempotency_key="click"
        ).pk
        for _ in range(2)
    }
    assert len(asked) == 1


def test_without_cells_the_planner_is_told_what_to_do_first() -> None:
    world = make_world()
    with pytest.raises(SuggestionRefused, match="build_cells"):
        request_suggestion(kind=SuggestionKind.MERGE, place=world.subdistrict)
