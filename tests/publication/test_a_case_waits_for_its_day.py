"""A case whose edition waits for its day, and what becomes of the other cases of the county."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.territory.models import Edition
from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from gis_core.jobs.models import Job
from grids.proposals.models import Proposal
from grids.publication import registry
from grids.publication.apps import OVERTAKE
from grids.publication.entering import put_due_in_force
from grids.publication.models import Publication
from grids.publication.touching import touched_by
from grids.review.models import CaseEvent, Notification
from grids.review.refusals import Hindered, MovedOn
from grids.review.registry import Values
from tests.checklist.test_certificates import done_here
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, begin, block
from tests.publication.asking import NEXT_WEEK, TODAY
from tests.review.cast import Cast, lead
from tests.review.conftest import cast, division
from tests.review.test_leading_a_case import DEC, REV, STM, go, widen

__all__ = ["cast", "division"]

PLN = Role.PLANNER


@pytest.fixture
def published(cast: Cast, division: Proposal) -> Proposal:
    """A division that moves a column from the second grid to the first, ready to be activated."""
    widen(division, cast)
    go(division, cast, until="publish")
    return division


def activate(proposal: Proposal, cast: Cast, day: Any = None) -> str:
    event = lead(proposal, "activate", cast[REV], values=Values(day))
    proposal.refresh_from_db()
    assert event.target == "scheduled"
    return proposal.status


def last_two(proposal: Proposal) -> list[tuple[str, str, User | None]]:
    events = CaseEvent.objects.filter(proposal=proposal).order_by("sequence")
    return [(one.transition, one.target, one.actor) for one in events][-2:]


def page(who: User, proposal: Proposal) -> str:
    client = Client()
    client.force_login(who)
    return client.get(reverse("case", args=[proposal.pk])).content.decode()


def overtake() -> dict[str, Any]:
    [job] = Job.objects.filter(kind=OVERTAKE)
    done = done_here(job)
    assert done.status == Job.Status.SUCCEEDED, done.error_text
    result: dict[str, Any] | None = done.result
    assert result is not None
    return result


def test_until_its_day_a_case_is_not_in_force(cast: Cast, published: Proposal) -> None:
    assert activate(published, cast, NEXT_WEEK) == "scheduled"
    assert Edition.objects.get(number=2).status == Edition.Status.SCHEDULED
    text = page(cast[REV], published)
    assert "待生效" in text
    assert "第 2 版已公布" in text
    assert f"{reverse('editions', args=[cast.world.county.code])}#edition-2" in text
    assert 'name="transition"' not in text


def test_a_worker_leads_the_case_to_its_end_on_the_day(
    cast: Cast, published: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    activate(published, cast, NEXT_WEEK)
    later = timezone.now() + (NEXT_WEEK - TODAY)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert put_due_in_force() == 1
    published.refresh_from_db()
    assert published.status == "in_force"
    assert last_two(published) == [
        ("activate", "scheduled", cast[REV]), ("enter", "in_force", None),
    ]  # fmt: skip


def test_where_the_day_is_today_both_happen_at_once(cast: Cast, published: Proposal) -> None:
    assert activate(published, cast) == "in_force"
    assert [key for key, _, _ in last_two(published)] == ["activate", "enter"]
    assert Edition.objects.get(number=2).status == Edition.Status.IN_FORCE


def _fail(publication: Publication) -> None:
    raise RuntimeError("the power is gone")


def test_case_and_edition_enter_together_or_not_at_all(
    cast: Cast, published: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [*registry._entry_steps, f"{__name__}._fail"]
    monkeypatch.setattr(registry, "_entry_steps", steps)
    with pytest.raises(RuntimeError):
        lead(published, "activate", cast[REV], values=Values(None))
    published.refresh_from_db()
    assert published.status == "published"
    assert not Edition.objects.filter(number=2).exists()
    assert not Publication.objects.exists()
    assert not CaseEvent.objects.filter(transition="enter").exists()


def test_what_is_published_is_not_taken_back_before_its_day(
    cast: Cast, published: Proposal
) -> None:
    activate(published, cast, NEXT_WEEK)
    for key, role in (("revoke", DEC), ("activate", REV)):
        with pytest.raises(MovedOn, match="公布的版次不能撤回"):
            lead(published, key, cast[role])


@pytest.fixture
def others(cast: Cast, published: Proposal) -> dict[str, Proposal]:
    """Three more: a case about the second grid, one about the third, a draft of the first."""
    made = {name: begin(cast.world, author=cast[PLN]) for name in ("same", "apart", "draft")}
    assign(made["same"], cast[PLN], block(5, 0, 6, 5), G1)
    operate(made["apart"], cast[PLN], kind="rename_unit", unit=G3, name="新城东网格")
    assign(made["draft"], cast[PLN], block(5, 0, 6, 5), G1)
    for name in ("same", "apart"):
        lead(made[name], "ask_communities", cast[STM])
    return made


@pytest.mark.parametrize("day", [None, NEXT_WEEK])
def test_cases_on_the_same_ground_are_superseded_and_the_others_told_they_are_behind(
    cast: Cast, published: Proposal, others: dict[str, Proposal], day: Any
) -> None:
    activate(published, cast, day)
    found = overtake()
    assert found["superseded"] == [str(others["same"].pk)]
    assert set(found["behind"]) == {str(others[name].pk) for name in ("apart", "draft")}
    states = {name: Proposal.objects.get(pk=one.pk).status for name, one in others.items()}
    assert states == {"same": "superseded", "apart": "community_confirm", "draft": "draft"}
    event = CaseEvent.objects.filter(proposal=others["same"]).last()
    assert event is not None
    assert (event.actor, event.transition) == (None, "supersede")
    assert "第 2 版" in event.reason
    assert "另起草案" in event.reason
    author = cast[PLN]
    assert Notification.objects.filter(person=author, event=event, kind="moved").exists()
    behind = Notification.objects.filter(person=author, kind="behind")
    assert {one.proposal_id for one in behind} == {others["apart"].pk, others["draft"].pk}
    text = page(author, others["apart"])
    assert "本方案仍基于第 1 版" in text
    assert "对照本方案重做" in text
    assert (reverse("carry_draft", args=[others["apart"].pk]) in text) == (day is None)
    with pytest.raises(Hindered) as caught:
        lead(others["apart"], "submit", cast[STM])
    code = "edition_waiting" if day else "edition_superseded"
    assert code in [one.code for one in caught.value.hindrances]


def test_done_again_nobody_is_told_twice(
    cast: Cast, published: Proposal, others: dict[str, Proposal]
) -> None:
    activate(published, cast, NEXT_WEEK)
    overtake()
    told = Notification.objects.count()
    Job.objects.filter(kind=OVERTAKE).update(status=Job.Status.QUEUED)
    assert overtake()["superseded"] == []
    assert Notification.objects.count() == told


def test_what_a_proposal_touches(cast: Cast) -> None:
    world = cast.world
    first, second, third = (grid.pk for grid in world.grids)
    none = begin(world)
    assert touched_by(none) == set()
    moved = begin(world)
    assign(moved, cast[PLN], block(5, 0, 6, 10), G1)
    assert touched_by(moved) == {first, second}
    regrouped = begin(world, "consolidation")
    operate(regrouped, cast[PLN], kind="move_grids", grids=[G2], to=EAST)
    assert touched_by(regrouped) == {second, world.changfu.pk, world.xincheng.pk}
    called = begin(world)
    operate(called, cast[PLN], kind="rename_unit", unit=G3, name="新城东网格")
    assert touched_by(called) == {third}
