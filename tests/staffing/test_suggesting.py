"""A suggested staffing: computed by a job, edited, accepted in one step or not at all."""

from uuid import uuid4

import pytest

from communities.territory.services import (
    enter_edition,
    prepare_edition,
    schedule_edition,
)
from gis_core.jobs.models import Job
from gis_core.jobs.services import run_job
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from grids.staffing.capacities import Capacity, Part
from grids.staffing.models import Coverage, Posting, StaffingSuggestion, SuggestedTie
from grids.staffing.periods import on_day
from grids.staffing.services import end_posting
from grids.staffing.suggesting.services import accept_suggestion, ask_for_staffing, edit_tie
from tests.staffing.cast import TODAY, Cast, cover, person, post
from tests.world import World


def suggest(world: World, **values: int) -> StaffingSuggestion:
    asked = ask_for_staffing(county=world.county, person=world.reviewer, **values)
    run_job.call(str(asked.job_id))
    job = Job.objects.get(staffing_suggestion=asked)
    assert job.status == "succeeded", job.error_text
    return StaffingSuggestion.objects.get(pk=asked.pk)


def ties(suggestion: StaffingSuggestion, kind: str) -> dict[str, str | None]:
    rows = suggestion.ties.filter(kind=kind).select_related("person", "unit", "grid")
    return {str(row.person or row.unit): row.grid.name if row.grid else None for row in rows}


def accept(suggestion: StaffingSuggestion, world: World) -> StaffingSuggestion:
    return accept_suggestion(
        suggestion=suggestion,
        from_day=TODAY,
        person=world.reviewer,
        document="清网办〔2026〕9号",
        seen_version=suggestion.version,
    )


def test_ties_that_stand_are_kept_and_gaps_are_filled(world: World, cast: Cast) -> None:
    post(cast.li, world.grids[1])
    found = suggest(world)
    sent = ties(found, "full_time")
    assert sent["李秀英"] == "第二网格"
    assert sent["王建国"] in {"第一网格", "新城第一网格"}
    assert found.outcome["kinds"]["full_time"]["optimal"]
    assert found.outcome["kinds"]["full_time"]["gap"] == 0


def test_who_comes_from_near_is_preferred_and_it_says_what_the_next_best_costs(
    world: World, cast: Cast
) -> None:
    tie = suggest(world).ties.get(person=cast.zhao)
    assert tie.grid == world.grids[0]  # the police station stands in its western half
    assert tie.distance_m == pytest.approx(50, abs=2)
    assert tie.other == world.grids[1]
    assert tie.more == pytest.approx(550 - 50, abs=3)


def test_every_grid_has_one_lead_unit_even_with_fewer_units_than_grids(
    world: World, cast: Cast
) -> None:
    found = suggest(world)
    rows = found.ties.filter(kind=SuggestedTie.Kind.UNIT, grid__isnull=False)
    assert set(rows.filter(part=Part.LEAD).values_list("grid__name", flat=True)) == {
        grid.name for grid in world.grids
    }
    assert set(rows.values_list("unit__name", flat=True)) == {"县公安局", "县税务局"}


def test_accepting_begins_and_ends_what_must_and_leaves_the_rest(world: World, cast: Cast) -> None:
    kept = post(cast.li, world.grids[1])
    cover(cast.police, world.grids[0])
    accepted = accept(suggest(world), world)
    kept.refresh_from_db()
    assert (kept.version, kept.valid.upper) == (0, None)
    now = Posting.objects.filter(on_day(TODAY))
    assert now.filter(capacity=Capacity.FULL_TIME).count() == 2
    assert now.get(person=cast.wang).document == "清网办〔2026〕9号"
    leads = Coverage.objects.filter(on_day(TODAY), part=Part.LEAD)
    assert leads.values("grid").distinct().count() == leads.count() == 3
    assert accept(accepted, world).pk == accepted.pk  # again: nothing more
    assert Posting.objects.filter(on_day(TODAY)).count() == 3


def test_two_officers_change_places_in_one_step(world: World, cast: Cast) -> None:
    post(cast.li, world.grids[0])
    post(cast.wang, world.grids[1])
    found = suggest(world)
    for who, grid in ((cast.li, 1), (cast.wang, 0)):
        tie = found.ties.get(person=who)
        edit_tie(suggestion=found, tie=tie, grid=world.grids[grid], seen_version=found.version)
        found.refresh_from_db()
    accept(found, world)
    held = Posting.objects.filter(on_day(TODAY), capacity=Capacity.FULL_TIME)
    assert dict(held.values_list("person__name", "place__name")) == {
        "李秀英": "第二网格", "王建国": "第一网格",
    }  # fmt: skip


def test_an_edit_against_the_rules_is_refused_and_nothing_is_written(
    world: World, cast: Cast
) -> None:
    post(cast.li, world.grids[0])
    found = suggest(world)
    tie = found.ties.get(person=cast.wang)
    edit_tie(suggestion=found, tie=tie, grid=world.grids[0], seen_version=0)
    found.refresh_from_db()
    with pytest.raises(Refused, match="已有专职网格员李秀英"):
        accept(found, world)
    assert Posting.objects.count() == 1
    assert StaffingSuggestion.objects.get().state == "ready"


def test_a_suggestion_is_of_the_staff_it_was_computed_for(world: World, cast: Cast) -> None:
    row = post(cast.li, world.grids[0])
    found = suggest(world)
    end_posting(posting=row, on=TODAY, reason="调整", seen_version=0)
    with pytest.raises(Stale, match="重新生成"):
        accept(found, world)


def test_a_changed_edition_asks_for_a_new_suggestion(world: World, cast: Cast) -> None:
    found = suggest(world)
    edition = prepare_edition(county=world.county)
    schedule_edition(edition=edition, published_by=None, in_force_from=TODAY)
    enter_edition(edition=edition)
    with pytest.raises(Stale, match="换了版次"):
        accept(found, world)


def test_edits_need_the_version_seen_and_a_grid_of_the_county(world: World, cast: Cast) -> None:
    found = suggest(world)
    tie = found.ties.get(person=cast.li)
    with pytest.raises(VersionMissing):
        edit_tie(suggestion=found, tie=tie, grid=None, seen_version=None)
    with pytest.raises(Refused, match="现行的一个网格"):
        edit_tie(suggestion=found, tie=tie, grid=world.changfu, seen_version=0)
    edit_tie(suggestion=found, tie=tie, grid=None, seen_version=0)
    with pytest.raises(Stale):
        edit_tie(suggestion=found, tie=tie, grid=None, seen_version=0)


def test_the_same_staff_gives_the_same_suggestion(world: World, cast: Cast) -> None:
    for number in range(6):
        person(world, f"法律{number}", Capacity.LEGAL_WORKER, number=uuid4().hex[:8])
    first, second = suggest(world), suggest(world)
    for kind in SuggestedTie.Kind:
        assert ties(first, kind) == ties(second, kind)
    assert first.basis == second.basis


def test_a_county_without_staff_gets_an_empty_answer(world: World) -> None:
    assert suggest(world).ties.count() == 0
