"""A draft that begins with an answer about the edition: the form of the list of drafts."""

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.jobs.services import run_job
from grids.checklist.certificates import verify_taken
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Alternative, Proposal, ProposalCell, SuggestionKind
from grids.proposals.services import request_suggestion
from tests.division.town import built_town
from tests.drafts.asking import operate
from tests.drafts.town import begin
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> World:
    return built_town()


def answered(world: World, kind: SuggestionKind) -> Alternative:
    suggestion = request_suggestion(kind=kind, place=world.subdistrict)
    run_job.func(str(suggestion.job_id))
    return suggestion.alternatives.get()


def begun_with(world: World, alternative: Alternative, kind: str) -> Proposal:
    client = Client()
    client.force_login(world.planner)
    said = {"kind": kind, "place": str(world.subdistrict.pk), "title": "按建议调整"}
    address = reverse("drafts", args=[world.county.code])
    answer = client.post(address, {**said, "alternative": alternative.pk})
    assert answer.status_code == 302, answer.content.decode()
    return Proposal.objects.get()


def test_a_draft_begins_divided_as_the_suggestion_has_it(town: World) -> None:
    alternative = answered(town, SuggestionKind.DIVIDE)
    draft = begun_with(town, alternative, "division")
    wanted = {
        frozenset(unit.cells.values_list("cell", flat=True)) for unit in alternative.units.all()
    }
    cells = ProposalCell.objects.filter(proposal=draft)
    made = {
        frozenset(cells.filter(unit=unit).values_list("cell", flat=True))
        for unit in draft.units.filter(level="grid", retired=False)
    }
    assert made == wanted


def test_a_draft_begins_merged_as_the_suggestion_has_it(town: World) -> None:
    draft = begun_with(town, answered(town, SuggestionKind.MERGE), "consolidation")
    [left] = draft.units.filter(level="community", retired=False)
    assert left.place_id in {town.changfu.pk, town.xincheng.pk}
    assert draft.summary["totals"]["community"]["parts"] == 1


def test_a_suggestion_of_the_edition_is_not_for_a_draft_that_has_moved_on(town: World) -> None:
    alternative = answered(town, SuggestionKind.DIVIDE)
    draft = begin(town)
    grid = draft.units.filter(level="grid").first()
    assert grid is not None
    operate(draft, town.planner, kind="rename_unit", unit=grid.number, name="新名")
    with pytest.raises(Refused, match="没有找到这个方案"):
        operate(draft, town.planner, kind="take_alternative", alternative=alternative.pk)


@pytest.mark.parametrize(
    ("work", "kind"),
    [(SuggestionKind.DIVIDE, "division"), (SuggestionKind.MERGE, "consolidation")],
)
def test_what_it_began_with_is_checked_again_and_holds(
    town: World, work: SuggestionKind, kind: str
) -> None:
    alternative = answered(town, work)
    [found] = verify_taken(begun_with(town, alternative, kind))
    assert (found.refused, found.broken, found.false) == ("", (), ())
    assert (found.alternative, found.apart) == (alternative.pk, 0)


def test_an_answer_about_the_edition_that_was_tampered_with_is_found_out(town: World) -> None:
    alternative = answered(town, SuggestionKind.DIVIDE)
    draft = begun_with(town, alternative, "division")
    first, second = alternative.units.order_by("number")[:2]
    first.cells.update(unit=second)
    [found] = verify_taken(draft)
    assert not found.holds
