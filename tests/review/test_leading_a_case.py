"""The usual ways from the draft to the end, and what is written down on them."""

from datetime import date

import pytest
from django.db import InternalError, transaction

from gis_core.accounts.models import Membership, User
from gis_core.accounts.roles import Role
from gis_core.outbox.models import Message
from grids.proposals.drafting.refusals import NotADraft, Refused, VersionMissing
from grids.proposals.drafts.services import change_draft
from grids.proposals.models import Proposal
from grids.review.contents import content_hash
from grids.review.models import CaseEvent, Notification
from grids.review.moving.services import move_by_system
from grids.review.queries import case_of
from grids.review.refusals import Hindered, MovedOn, NotYours
from grids.review.registry import Values
from tests.drafts.asking import assign
from tests.drafts.town import G1, G2, block
from tests.review.cast import Cast, lead, papers_of

STM, COM, REV, DPT, DEC = (
    Role.STREET_MANAGER, Role.COMMUNITY_HEAD, Role.REVIEWER, Role.DEPARTMENT, Role.DECIDER,
)  # fmt: skip
DIVISION = (
    ("ask_communities", STM), ("confirm", COM), ("submit", STM), ("accept", REV),
    ("approve", DEC), ("publish", REV), ("activate", REV),
)  # fmt: skip
CONSOLIDATION = (
    ("start_review", STM), ("consult", STM), ("assess_risk", STM), ("open_notice", REV),
    ("submit", STM), ("accept", REV), ("audit", REV), ("find_lawful", DPT), ("approve", DEC),
    ("file", REV), ("implement", STM), ("activate", REV),
)  # fmt: skip


def go(proposal: Proposal, cast: Cast, *, until: str = "activate") -> None:
    """Lead a proposal on its usual way, up to and with one arrow."""
    for key, role in DIVISION if proposal.kind == "division" else CONSOLIDATION:
        lead(proposal, key, cast[role], papers=papers_of(proposal))
        if key == until:
            return


def widen(proposal: Proposal, cast: Cast) -> None:
    """Give the first grid a column of the second, as its planner does."""
    assign(proposal, cast[Role.PLANNER], block(5, 0, 6, 10), G1)


@pytest.mark.parametrize("kind", ["division", "consolidation"])
def test_a_case_goes_all_the_way_with_another_person_at_every_turn(
    cast: Cast, alone: None, kind: str, request: pytest.FixtureRequest
) -> None:
    proposal: Proposal = request.getfixturevalue(kind)
    widen(proposal, cast)
    go(proposal, cast)
    proposal.refresh_from_db()
    assert proposal.status == "scheduled"  # nobody published it, so no edition enters
    events = CaseEvent.objects.filter(proposal=proposal).order_by("sequence")
    way = DIVISION if kind == "division" else CONSOLIDATION
    assert [(event.transition, event.role) for event in events] == [
        (key, role.value) for key, role in way
    ]
    assert [event.sequence for event in events] == list(range(1, len(way) + 1))
    assert {event.content_hash for event in events} == {content_hash(proposal)}
    places = {event.role: event.place for event in events}
    assert places["REV"] == cast.world.county.pk
    assert places["STM"] == cast.world.subdistrict.pk


def test_without_the_version_or_the_hash_nothing_is_led(cast: Cast, division: Proposal) -> None:
    for missing in ({"seen_version": None}, {"seen_hash": None}, {"seen_hash": ""}):
        with pytest.raises(VersionMissing):
            lead(division, "ask_communities", cast[STM], **missing)


def test_a_page_older_than_the_case_is_refused_even_at_the_same_step(
    cast: Cast, division: Proposal
) -> None:
    lead(division, "ask_communities", cast[STM])
    old = case_of(Proposal.objects.get(pk=division.pk)).version
    lead(division, "return", cast[REV])
    lead(division, "ask_communities", cast[STM])
    with pytest.raises(MovedOn) as caught:
        lead(division, "return", cast[REV], seen_version=old)
    assert caught.value.code == "moved_on"


def test_contents_that_changed_after_they_were_looked_at_are_refused(
    cast: Cast, division: Proposal
) -> None:
    seen = content_hash(division)
    widen(division, cast)
    with pytest.raises(MovedOn) as caught:
        lead(division, "ask_communities", cast[STM], seen_hash=seen)
    assert caught.value.code == "contents_changed"


def test_a_role_taken_away_a_moment_ago_is_gone(cast: Cast, division: Proposal) -> None:
    Membership.objects.filter(user=cast[STM]).delete()
    with pytest.raises(NotYours):
        lead(division, "ask_communities", cast[STM])


def test_a_reason_and_the_password_are_asked_for_where_the_arrow_says(
    cast: Cast, division: Proposal
) -> None:
    go(division, cast, until="accept")
    with pytest.raises(Refused, match="写明理由"):
        lead(division, "return", cast[REV], reason="  ")
    for wrong in ("", "guess", f"{cast[REV].username}-password-1"):
        with pytest.raises(Refused) as caught:
            lead(division, "approve", cast[DEC], password=wrong)
        assert caught.value.code == "wrong_password"
    assert lead(division, "approve", cast[DEC]).target == "city_filed"


def test_what_is_on_its_way_is_redrawn_by_nobody_until_it_is_returned(
    cast: Cast, division: Proposal
) -> None:
    lead(division, "ask_communities", cast[STM])
    with pytest.raises(NotADraft, match="正在“社区确认”"):
        widen(division, cast)
    with pytest.raises(NotADraft):
        change_draft(draft=division, title="别的标题", reason=None)
    lead(division, "return", cast[REV])
    widen(division, cast)
    assert lead(division, "ask_communities", cast[STM]).version == 1


def test_a_way_nobody_goes_is_the_system_s(cast: Cast, division: Proposal) -> None:
    lead(division, "ask_communities", cast[STM])
    with pytest.raises(NotYours):
        lead(division, "supersede", cast[REV])
    with pytest.raises(Refused):
        move_by_system(proposal=division, transition="return", reason="不行")
    event = move_by_system(proposal=division, transition="supersede", reason="第 2 版已公布")
    assert (event.actor, event.role, event.target) == (None, "", "superseded")


def test_an_unknown_way_and_a_guard_nobody_answers_to_stop_the_case(
    cast: Cast, consolidation: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="没有“fly”"):
        lead(consolidation, "fly", cast[STM])
    known = {"checklist": "grids.checklist.guarding.blocking_rules_kept"}
    monkeypatch.setattr("grids.review.registry._guards", known)
    go(consolidation, cast, until="open_notice")
    with pytest.raises(Hindered) as caught:
        lead(consolidation, "submit", cast[STM])
    assert [one.code for one in caught.value.hindrances] == ["guard_missing"] * 2


def test_what_follows_is_told_the_day_and_a_failure_undoes_the_move(
    cast: Cast, division: Proposal, alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(division, cast, until="publish")
    told = []

    def fail(moving: object, values: Values) -> None:
        told.append(values.in_force_from)
        raise RuntimeError("no edition")

    monkeypatch.setattr("grids.review.moving.services.consequence_of", lambda _: fail)
    day = date(2027, 1, 1)
    with pytest.raises(RuntimeError):
        lead(division, "activate", cast[REV], values=Values(day))
    assert told == [day]
    division.refresh_from_db()
    assert division.status == "published"
    assert CaseEvent.objects.filter(proposal=division, transition="activate").count() == 0


def test_those_whose_turn_it_is_are_told_and_the_author_of_what_happened(
    cast: Cast, division: Proposal
) -> None:
    def told() -> set[tuple[User, str]]:
        last = CaseEvent.objects.filter(proposal=division).last()
        rows = Notification.objects.filter(event=last).select_related("person")
        return {(row.person, row.kind) for row in rows}

    planner = cast[Role.PLANNER]
    lead(division, "ask_communities", cast[STM])
    assert told() == {(cast[COM], "turn"), (cast[STM], "turn"), (planner, "moved")}
    lead(division, "submit", cast[STM])
    reviewers = {(cast[REV], "turn"), (cast.world.reviewer, "turn")}
    assert told() == {*reviewers, (planner, "moved")}
    lead(division, "return", cast[REV])
    assert told() == {(cast[STM], "turn"), (planner, "moved")}


def test_they_have_a_letter_of_it_where_they_gave_an_address(
    cast: Cast, division: Proposal
) -> None:
    for role in (Role.PLANNER, STM, COM):
        User.objects.filter(pk=cast[role].pk).update(email=f"{role.value}@example.cn")
    lead(division, "ask_communities", cast[STM])
    letters = {one.to: one.subject.split("：")[-1] for one in Message.objects.all()}
    assert letters == {
        "STM@example.cn": "等待您办理",
        "COM@example.cn": "等待您办理",
        "PLN@example.cn": "有新进展",
    }
    assert division.title in Message.objects.latest("put_at").body


@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_happened_can_be_neither_changed_nor_deleted(
    cast: Cast, division: Proposal, change: str
) -> None:
    lead(division, "ask_communities", cast[STM])
    events = CaseEvent.objects.filter(proposal=division)
    with pytest.raises(InternalError), transaction.atomic():
        events.update(reason="别的") if change == "update" else events.delete()
    event = events.get()
    with pytest.raises(InternalError), transaction.atomic():
        event.save() if change == "update" else event.delete()


def test_one_hash_for_equal_contents_and_another_for_every_change(
    cast: Cast, division: Proposal
) -> None:
    seen = [content_hash(division)]
    assert content_hash(Proposal.objects.get(pk=division.pk)) == seen[0]
    widen(division, cast)
    seen.append(content_hash(Proposal.objects.get(pk=division.pk)))
    assign(division, cast[Role.PLANNER], block(5, 0, 6, 10), G2)  # back again
    assert content_hash(Proposal.objects.get(pk=division.pk)) == seen[0]
    division.units.filter(number=G1).update(name="别名")
    seen.append(content_hash(division))
    threshold = division.rule_set.thresholds.earliest("pk")
    threshold.value += 1
    threshold.save()
    seen.append(content_hash(division))
    cell = division.cells.earliest("pk").cell
    cell.households_resident += 1
    cell.save(update_fields=["households_resident"])
    seen.append(content_hash(division))
    division.cell_set.map_revision += 1
    seen.append(content_hash(division))
    assert len(set(seen)) == len(seen)
