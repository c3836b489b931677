"""People at places that end: listed, decided, moved from the day on; publishing waits for it."""

import pytest

from gis_core.accounts.models import Level, Membership, User
from gis_core.accounts.roles import Role
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal
from grids.publication.refusals import PublicationRefused
from grids.publication.rehoming import decide_rehoming, rehoming_of
from tests.drafts.asking import operate
from tests.drafts.town import EAST, G1, G2, G3, WEST, begin
from tests.publication.asking import NEXT_WEEK, merge_communities, publish
from tests.world import LONG_AGO, World, appoint


@pytest.fixture
def head(town: World) -> Membership:
    """Who leads 新城, which ends."""
    return appoint(town.stranger, Role.COMMUNITY_HEAD, town.xincheng)


def decide(draft: Proposal, world: World, row: Membership, unit: int | None, why: str = "") -> None:
    decide_rehoming(
        proposal=draft, kind="membership", key=str(row.pk), unit=unit, person=world.planner,
        reason=why,
    )  # fmt: skip


def at(user: User) -> list[tuple[object, ...]]:
    rows = Membership.objects.filter(user=user).order_by("since")
    return list(rows.values_list("place_key", "since", "until"))


def test_who_is_at_an_ending_place_is_listed(town: World, head: Membership) -> None:
    draft = merge_communities(town)
    (line,) = rehoming_of(draft)
    assert (line.place, line.homeless.what) == (town.xincheng, str(head))
    assert not line.decided


def test_nothing_is_published_before_everybody_has_a_place(town: World, head: Membership) -> None:
    draft = merge_communities(town)
    with pytest.raises(PublicationRefused, match="新城社区") as refusal:
        publish(draft, town)
    assert refusal.value.code == "homeless"
    decide(draft, town, head, WEST)
    publish(draft, town)


def test_a_person_goes_on_at_the_other_place_from_the_day(town: World, head: Membership) -> None:
    draft = merge_communities(town)
    decide(draft, town, head, WEST)
    publish(draft, town, NEXT_WEEK)
    assert at(town.stranger) == [
        (town.xincheng.pk, LONG_AGO, NEXT_WEEK),
        (town.changfu.pk, NEXT_WEEK, None),
    ]


def test_a_role_may_end_with_a_reason(town: World, head: Membership) -> None:
    draft = merge_communities(town)
    with pytest.raises(Refused) as refusal:
        decide(draft, town, head, None)
    assert refusal.value.code == "reason_missing"
    decide(draft, town, head, None, "退休")
    publish(draft, town, NEXT_WEEK)
    assert at(town.stranger) == [(town.xincheng.pk, LONG_AGO, NEXT_WEEK)]


def test_a_person_goes_to_a_place_that_is_new(town: World) -> None:
    row = Membership.objects.get(user=town.member)  # of g1
    draft = begin(town)
    operate(draft, town.planner, kind="merge_units", units=[G1, G2], into=G2)
    decide(draft, town, row, G2)
    publish(draft, town, NEXT_WEEK)
    assert at(town.member)[-1] == (town.grids[1].pk, NEXT_WEEK, None)


@pytest.mark.parametrize("unit", [EAST, G3, 99])
def test_only_a_living_unit_of_the_same_level_is_a_home(
    town: World, head: Membership, unit: int
) -> None:
    with pytest.raises(Refused) as refusal:
        decide(merge_communities(town), town, head, unit)
    assert refusal.value.code == "no_such_unit"


def test_a_decision_for_a_unit_given_up_since_counts_no_more(town: World, head: Membership) -> None:
    draft = merge_communities(town)
    operate(draft, town.planner, kind="new_community", grids=[G3], name="东社区")
    new = draft.units.get(name="东社区").number
    decide(draft, town, head, new)
    assert rehoming_of(draft)[0].decided
    operate(draft, town.planner, kind="merge_units", units=[WEST, new], into=WEST)
    assert not rehoming_of(draft)[0].decided


def test_who_is_not_on_the_list_cannot_be_moved(town: World, head: Membership) -> None:
    other = Membership.objects.get(user=town.planner)
    with pytest.raises(Refused) as refusal:
        decide(merge_communities(town), town, other, WEST)
    assert refusal.value.code == "no_such_row"
    assert Membership.objects.filter(level=Level.SUBDISTRICT).count() == 1
