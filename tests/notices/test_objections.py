from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from grids.notices.answering import answer, draft_answer, moderate, read_contact
from grids.notices.guards import notice_answered, notice_over
from grids.notices.models import ContactReading, Notice, Objection, Sender
from grids.notices.queries import evidence_of, find_addresses, tally
from grids.notices.receiving import MOST_BY_ADDRESS, Over, TooMany, digest_of, receive_objection
from grids.notices.services import close_notice, withdraw_notice
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from tests.notices.town import day_after, on_day, opened
from tests.world import World

HERE = "203.0.113.7"


def objected(notice: Notice, text: str = "我们楼不应划走", **values: Any) -> Objection:
    return receive_objection(notice=notice, text=text, **{"sent_from": HERE, **values})


def answered(world: World, objection: Objection, outcome: str = "adopted") -> Objection:
    return answer(
        objection=objection,
        outcome=outcome,
        text="已按意见修改",
        person=world.reviewer,
        seen_version=objection.version,
    )


def test_it_is_kept_as_sent_and_numbered_within_the_notice(world: World) -> None:
    notice = opened(world)
    [place, _building] = find_addresses(notice, "阳光花园")
    first = objected(notice, "第\u202e一\x00条", contact="0931 123\n", address=place)
    second = objected(notice)
    assert (first.number, second.number, first.text) == (1, 2, "第一 条")
    assert first.geom == place.geom
    assert first.sender.contact == "0931 123"
    assert first.receipt != second.receipt
    with pytest.raises(DatabaseError), transaction.atomic():
        Objection.objects.filter(pk=first.pk).update(text="改过的")
    with pytest.raises(DatabaseError), transaction.atomic():
        Objection.objects.filter(pk=first.pk).delete()


@pytest.mark.parametrize(
    ("text", "code"),
    [("\u200b\u3164\x00", "nothing_said"), ("！？", "nothing_said"), ("字" * 2001, "too_long"),
     ("字" * 2**20, "too_long")],
)  # fmt: skip
def test_what_says_nothing_or_too_much_is_refused(world: World, text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        objected(opened(world), text)
    assert refusal.value.code == code
    assert not Objection.objects.exists()


def test_one_address_is_stopped_and_others_go_on(world: World) -> None:
    notice = opened(world)
    most = MOST_BY_ADDRESS[0][1]
    for _ in range(most):
        objected(notice)
    with pytest.raises(TooMany):
        objected(notice)
    objected(notice, sent_from="198.51.100.1")
    assert Objection.objects.count() == most + 1


def test_the_address_is_kept_as_a_digest_until_the_notice_ends(world: World) -> None:
    notice = opened(world)
    objected(notice)
    assert HERE not in Sender.objects.get().digest
    assert len(Sender.objects.get().digest) == 64
    withdraw_notice(notice=notice, person=world.reviewer, reason="方案退回")
    assert Sender.objects.get().digest == ""


def test_addresses_of_one_home_are_one(world: World) -> None:
    notice = opened(world)
    homes = [digest_of(notice, one) for one in ("2001:db8:1:1::5", "2001:db8:1:1:ffff::9")]
    assert homes[0] == homes[1] != digest_of(notice, "2001:db8:1:2::5")
    assert digest_of(notice, "192.0.2.1") != digest_of(notice, "192.0.2.2")
    assert digest_of(notice, "nonsense")


def test_after_the_last_day_nothing_is_received(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = opened(world)
    on_day(monkeypatch, notice.closes_on)
    objected(notice)
    on_day(monkeypatch, day_after(notice))
    with pytest.raises(Over):
        objected(notice)


def test_unanswered_objections_keep_the_step_closed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = opened(world)
    first, second = objected(notice), objected(notice)
    proposal = notice.proposal
    assert codes(notice_over(proposal), notice_answered(proposal)) == [
        "notice_not_over", "objections_unanswered",
    ]  # fmt: skip
    on_day(monkeypatch, day_after(notice))
    assert notice_over(proposal) is None
    answered(world, first)
    refusal = notice_answered(proposal)
    assert "还有 1 条意见没有答复（第 2 号）" in str(refusal)
    with pytest.raises(Refused, match="第 2 号"):
        close_notice(notice=notice, person=world.reviewer)
    answered(world, second, "not_adopted")
    assert notice_answered(proposal) is None
    assert close_notice(notice=notice, person=world.reviewer).state == "closed"


def codes(*refusals: Refused | None) -> list[str | None]:
    return [one.code if one else None for one in refusals]


def test_without_a_notice_of_this_version_the_step_stays_closed(world: World) -> None:
    notice = opened(world)
    proposal = notice.proposal
    proposal.version += 1
    assert codes(notice_over(proposal)) == ["notice_of_other_version"]
    withdraw_notice(notice=notice, person=world.reviewer, reason="退回")
    assert codes(notice_over(proposal), notice_answered(proposal)) == ["no_notice", "no_notice"]


def test_an_answer_needs_an_outcome_and_a_reason(world: World) -> None:
    objection = objected(opened(world))
    for outcome, text in (("adopted", " \u200b"), ("perhaps", "理由"), ("", "理由")):
        with pytest.raises(Refused):
            answer(
                objection=objection, outcome=outcome, text=text, person=world.reviewer,
                seen_version=0,
            )  # fmt: skip
    objection.refresh_from_db()
    assert not objection.is_answered


def test_a_draft_is_no_answer(world: World) -> None:
    objection = objected(opened(world))
    drafted = draft_answer(
        objection=objection, outcome="not_adopted", text="社区已满", person=world.planner,
        seen_version=0,
    )  # fmt: skip
    assert (drafted.outcome, drafted.draft_answer, drafted.version) == ("", "社区已满", 1)
    answered(world, drafted)
    with pytest.raises(Refused, match="已经答复"):
        draft_answer(
            objection=objection, outcome="adopted", text="再想想", person=world.planner,
            seen_version=2,
        )  # fmt: skip


def test_of_two_who_answer_at_once_one_is_told_of_the_other(world: World) -> None:
    objection = objected(opened(world))
    answered(world, objection)
    with pytest.raises(Stale):
        answered(world, objection)
    with pytest.raises(VersionMissing):
        moderate(objection=objection, moderation="shown", person=world.reviewer, seen_version=None)


def test_a_correction_leaves_the_first_answer_in_the_record(world: World) -> None:
    objection = answered(world, objected(opened(world)))
    answered(world, objection, "not_adopted")
    record: Any = apps.get_model("notices.ObjectionEvent")._default_manager
    outcomes = record.filter(pgh_obj_id=objection.pk).order_by("pgh_id")
    assert list(outcomes.values_list("outcome", flat=True)) == ["", "adopted", "not_adopted"]


def test_once_the_notice_has_ended_an_answer_stays_but_a_text_can_be_hidden(world: World) -> None:
    notice = opened(world)
    objection = answered(world, objected(notice))
    close_notice(notice=notice, person=world.reviewer, day=day_after(notice))
    with pytest.raises(Refused, match="公示已经结束"):
        answered(world, Objection.objects.get())
    with pytest.raises(DatabaseError), transaction.atomic():
        Objection.objects.update(answer="后来改的")
    hidden = moderate(
        objection=objection, moderation="hidden", reason="含电话", person=world.reviewer,
        seen_version=1,
    )  # fmt: skip
    assert hidden.moderation == "hidden"


def test_hiding_or_redacting_needs_a_reason_and_keeps_the_original(world: World) -> None:
    objection = objected(opened(world), "我是张三，电话 139，反对")
    for values in ({"moderation": "hidden"}, {"moderation": "shown", "shown_text": "反对"}):
        with pytest.raises(Refused, match="写明理由"):
            moderate(objection=objection, person=world.reviewer, seen_version=0, **values)
    shown = moderate(
        objection=objection, moderation="shown", shown_text="反对", reason="隐去个人信息",
        person=world.reviewer, seen_version=0,
    )  # fmt: skip
    assert (shown.shown_text, shown.text) == ("反对", "我是张三，电话 139，反对")


def test_reading_a_contact_is_kept_for_ever(world: World) -> None:
    objection = objected(opened(world), contact="0931 555")
    with pytest.raises(Refused, match="写明用途"):
        read_contact(objection=objection, person=world.reviewer, reason=" ")
    told = read_contact(objection=objection, person=world.reviewer, reason="回访")
    reading = ContactReading.objects.get()
    assert (told, reading.reader, reading.reason) == ("0931 555", world.reviewer, "回访")
    with pytest.raises(DatabaseError), transaction.atomic():
        ContactReading.objects.all().delete()


def test_the_papers_are_told_everything_but_what_is_hidden(world: World) -> None:
    notice = opened(world)
    answered(world, objected(notice, "某某某的家事", contact="0931 555"))
    told = evidence_of(notice)
    assert told["tally"] == tally(notice)
    assert told["tally"]["adopted"] == 1
    assert "家事" not in str(told)
    assert "0931" not in str(told)
