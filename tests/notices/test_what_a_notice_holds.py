import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from communities.basemap.models import Building
from communities.working_days.counting import DayKind
from communities.working_days.services import set_special_days
from communities.working_days.written import Special
from grids.notices.content import hash_of
from grids.notices.models import Notice, NoticeAddress
from grids.notices.queries import find_addresses
from grids.notices.services import close_notice, open_notice, withdraw_notice
from grids.notices.suppressing import public_households
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from grids.proposals.models import Proposal
from tests.drafts.asking import operate
from tests.drafts.town import G1, G2, begin, block, lay_cells
from tests.notices.town import drawn, opened, said
from tests.world import World


def grids(notice: Notice) -> dict[str, tuple[Any, Any]]:
    """Households before and after, by the grid's name after."""
    return {
        unit["after"]["name"]: (unit["before"]["households"], unit["after"]["households"])
        for unit in notice.content["units"]
        if unit["level"] == "grid"
    }


@pytest.mark.parametrize(
    ("households", "inhabited", "told"),
    [(9, 5, None), (10, 3, 10), (14, 3, 10), (15, 3, 20), (60, 2, None), (0, 0, None)],
)
def test_small_numbers_are_not_told_and_others_in_tens(
    households: int, inhabited: int, told: int | None
) -> None:
    assert public_households(households, inhabited) == told


def test_it_compares_the_edition_with_the_proposal(world: World) -> None:
    notice = opened(world)
    assert grids(notice)["第一网格"] == (500, 550)
    assert grids(notice)["第二网格"] == (500, 450)
    assert notice.content["moves"] == [
        {"level": "grid", "before": "第二网格", "after": "第一网格", "households": 50}
    ]
    assert notice.content["counts"] == {"community": [2, 2], "grid": [3, 3]}
    assert notice.content_hash == hash_of(notice.content)


def test_one_building_that_moves_cannot_be_read_off_before_and_after(world: World) -> None:
    notice = opened(world, drawn(world, block(5, 0, 6, 2)))
    assert grids(notice)["第一网格"] == (None, 520)
    assert grids(notice)["第二网格"] == (None, 480)
    assert grids(notice)["新城第一网格"] == (1000, 1000)
    assert [move["households"] for move in notice.content["moves"]] == [None]


def test_it_holds_no_person_and_no_count_of_a_building(world: World) -> None:
    draft = drawn(world)
    Building.objects.update(households_resident=7341, population=7342, dwellings=7343)
    notice = opened(world, draft)
    rows = list(NoticeAddress.objects.values())
    held = json.dumps([notice.content, rows], ensure_ascii=False, default=str)
    people = [world.planner.username, world.reviewer.username, world.member.username]
    for secret in ("7341", "7342", "7343", *people):
        assert secret not in held


def test_an_address_is_found_with_its_unit_before_and_after(world: World) -> None:
    notice = opened(world)
    compound, building = find_addresses(notice, "阳光花园")
    assert (compound.kind, compound.text) == ("compound", "阳光花园")
    assert building.text == "阳光花园 · 3号楼 · 长富路 12 号"
    for one in (compound, building):
        assert (one.grid_before, one.grid_after, one.changes) == ("第二网格", "第一网格", True)
        assert one.community_after == "长富路社区"
    [stays] = find_addresses(notice, "粮站")
    assert (stays.grid_before, stays.grid_after, stays.changes) == ("第一网格", "第一网格", False)


@pytest.mark.parametrize("asked", ["长富路１２号", "３号楼 长富路", " 长富路12号 ", "阳光 号楼"])
def test_width_spaces_and_order_of_words_make_no_difference(world: World, asked: str) -> None:
    assert "阳光花园 · 3号楼 · 长富路 12 号" in [
        one.text for one in find_addresses(opened(world), asked)
    ]


@pytest.mark.parametrize("asked", ["%", "_", "'; DROP TABLE", "\\", "　"])
def test_a_question_is_never_a_pattern(world: World, asked: str) -> None:
    assert list(find_addresses(opened(world), asked)) == []


def test_working_days_are_those_of_the_county(world: World) -> None:
    opens = timezone.localdate() + timedelta(days=1)
    plain = opened(world, opens_on=opens).closes_on
    withdraw_notice(notice=Notice.objects.get(), person=world.reviewer, reason="更正日期")
    holiday = Special(plain, False, "假日")
    set_special_days(county=world.county, year=plain.year, days=[holiday])
    again = opened(world, Proposal.objects.get(), opens_on=opens)
    assert again.closes_on > plain


@pytest.mark.parametrize("days", [{"days": 0}, {"opens_on": date(2020, 1, 1)}])
def test_days_that_are_none_are_refused(world: World, days: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        opened(world, **{"day_kind": DayKind.CALENDAR, **days})


def test_only_a_proposal_at_that_step_is_shown(world: World) -> None:
    lay_cells(world)
    with pytest.raises(Refused, match="不在公示环节") as refusal:
        opened(world, begin(world))
    assert refusal.value.code == "not_in_notice"


def test_it_opens_what_was_seen_or_not_at_all(world: World) -> None:
    draft = drawn(world)
    with pytest.raises(Stale):
        open_notice(
            proposal=draft, said=said(), person=world.reviewer, seen_version=draft.version - 1
        )
    with pytest.raises(VersionMissing):
        open_notice(proposal=draft, said=said(), person=world.reviewer, seen_version=None)
    opened(world, draft)
    with pytest.raises(Refused, match="已有进行中的公示"):
        opened(world, draft)


@pytest.mark.parametrize(
    "change", [{"title": "别的"}, {"content": {}}, {"closes_on": "2030-01-01"}]
)
def test_what_was_shown_is_never_changed(world: World, change: dict[str, Any]) -> None:
    opened(world)
    with pytest.raises(InternalError), transaction.atomic():
        Notice.objects.update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        NoticeAddress.objects.update(text="别处")
    with pytest.raises(InternalError), transaction.atomic():
        NoticeAddress.objects.all().delete()


def test_it_ends_once(world: World) -> None:
    notice = opened(world)
    over = notice.closes_on + timedelta(days=1)
    with pytest.raises(Refused, match="期满后才能结束"):
        close_notice(notice=notice, person=world.reviewer, day=notice.closes_on)
    assert close_notice(notice=notice, person=world.reviewer, day=over).state == "closed"
    with pytest.raises(Refused, match="已经结束"):
        close_notice(notice=notice, person=world.reviewer, day=over)
    with pytest.raises(Refused, match="已经结束"):
        withdraw_notice(notice=notice, person=world.reviewer, reason="后悔")


def test_a_merged_grid_is_told_as_abolished(world: World) -> None:
    draft = drawn(world)
    Proposal.objects.update(status="draft")
    operate(draft, world.planner, kind="merge_units", units=[G1, G2], into=G1)
    Proposal.objects.update(status="public_notice")
    draft.refresh_from_db()
    units = opened(world, draft).content["units"]
    gone = [unit for unit in units if unit["after"] is None]
    assert [unit["before"]["name"] for unit in gone] == ["第二网格"]
