"""Who may stand where at a time: the services say why not, the database refuses by any road."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from grids.staffing.capacities import Capacity, Part
from grids.staffing.models import Coverage, Person, Posting
from grids.staffing.services import (
    end_coverage,
    end_posting,
    end_unit,
    part_person,
)
from tests.staffing.cast import LAST_WEEK, NEXT_WEEK, TODAY, Cast, cover, person, post
from tests.world import World, make_world


def test_a_posting_keeps_its_place_its_edition_and_its_days(world: World, cast: Cast) -> None:
    made = post(cast.li, world.grids[0], document="清网办〔2026〕3号")
    assert (made.place_id, made.edition, made.level) == (world.grids[0].pk, world.edition, "grid")
    assert (made.valid.lower, made.valid.upper) == (LAST_WEEK, None)


def test_a_grid_has_one_full_time_officer_at_a_time(world: World, cast: Cast) -> None:
    first = post(cast.li, world.grids[0])
    with pytest.raises(Refused, match=r"“第一网格”自 .* 起已有专职网格员李秀英"):
        post(cast.wang, world.grids[0], first_day=TODAY)
    end_posting(posting=first, on=TODAY, reason="调整", seen_version=0)
    post(cast.wang, world.grids[0], first_day=TODAY)


def test_a_person_is_full_time_in_one_grid_and_may_do_other_work_besides(
    world: World, cast: Cast
) -> None:
    post(cast.li, world.grids[0])
    with pytest.raises(Refused, match=r"李秀英自 .* 起是“第一网格”的专职网格员"):
        post(cast.li, world.grids[1])
    post(cast.li, world.grids[1], capacity=Capacity.PART_TIME)


def test_the_same_posting_is_not_made_twice(world: World, cast: Cast) -> None:
    post(cast.zhao, world.grids[0])
    post(cast.zhao, world.grids[1])
    with pytest.raises(Refused) as refusal:
        post(cast.zhao, world.grids[0], first_day=NEXT_WEEK)
    assert refusal.value.code == "posted_already"


def test_a_grid_has_one_lead_unit_and_any_number_in_support(world: World, cast: Cast) -> None:
    lead = cover(cast.police, world.grids[0])
    with pytest.raises(Refused, match="已由县公安局主包"):
        cover(cast.taxes, world.grids[0])
    cover(cast.taxes, world.grids[0], Part.SUPPORT)
    end_coverage(coverage=lead, on=TODAY, reason="轮换", seen_version=0)
    assert Coverage.objects.filter(grid=world.grids[0], valid__contains=TODAY).count() == 1


@pytest.mark.parametrize("what", ["full_time_grid", "full_time_person", "lead", "other_county"])
def test_the_database_refuses_what_no_service_saw(world: World, cast: Cast, what: str) -> None:
    mine, lead = post(cast.li, world.grids[0]), cover(cast.police, world.grids[0])
    other = make_world("629932", people=False).grids[0]
    rows: dict[str, Posting | Coverage] = {
        "full_time_grid": _copy(mine, person=cast.wang),
        "full_time_person": _copy(mine, place=world.grids[1]),
        "lead": _copy(lead, unit=cast.taxes),
        "other_county": _copy(mine, person=cast.wang, place=other),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        rows[what].save(force_insert=True)


def _copy(row: Posting | Coverage, **values: object) -> Posting | Coverage:
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    return row


def test_nothing_is_ever_deleted(world: World, cast: Cast) -> None:
    row = post(cast.li, world.grids[0])
    for table in (row, cast.li, cast.police):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(table)._base_manager.filter(pk=table.pk)._raw_delete("default")
    assert Person.objects.count() == 3


def test_what_has_not_begun_ends_without_a_day(world: World, cast: Cast) -> None:
    row = post(cast.li, world.grids[0], first_day=NEXT_WEEK)
    ended = end_posting(posting=row, on=TODAY, reason="填错", seen_version=0)
    assert ended.valid == DateRange(empty=True)
    post(cast.wang, world.grids[0], first_day=TODAY)


def test_an_end_needs_the_version_seen_and_a_reason(world: World, cast: Cast) -> None:
    row = post(cast.li, world.grids[0])
    with pytest.raises(VersionMissing):
        end_posting(posting=row, on=TODAY, reason="调整", seen_version=None)
    with pytest.raises(Refused, match="原因"):
        end_posting(posting=row, on=TODAY, reason=" ", seen_version=0)
    end_posting(posting=row, on=NEXT_WEEK, reason="调整", seen_version=0)
    with pytest.raises(Stale):
        end_posting(posting=row, on=TODAY, reason="调整", seen_version=0)


@pytest.mark.parametrize("days", [0, -1])
def test_days_run_forward(world: World, cast: Cast, days: int) -> None:
    last = TODAY + datetime.timedelta(days=days)
    with pytest.raises(Refused, match="不在开始日期"):
        post(cast.li, world.grids[0], first_day=TODAY, last_day=last)


def test_full_time_is_for_grids_and_nobody_is_sent_to_a_subdistrict(
    world: World, cast: Cast
) -> None:
    for who, place in ((cast.li, world.changfu), (cast.zhao, world.subdistrict)):
        with pytest.raises(Refused, match="须安排到网格"):
            post(who, place)
    post(cast.zhao, world.changfu)


def test_who_leaves_leaves_every_grid(world: World, cast: Cast) -> None:
    post(cast.zhao, world.grids[0])
    post(cast.zhao, world.grids[1], first_day=NEXT_WEEK)
    part_person(person=cast.zhao, on=TODAY, reason="退休", seen_version=0)
    assert not Posting.objects.filter(valid__contains=NEXT_WEEK).exists()
    with pytest.raises(Refused, match="已离职"):
        post(Person.objects.get(pk=cast.zhao.pk), world.grids[2])


def test_the_successor_of_a_unit_takes_over_and_supports_where_another_leads(
    world: World, cast: Cast
) -> None:
    g1, g2, g3 = world.grids
    cover(cast.police, g1)
    cover(cast.police, g2)
    cover(cast.police, g3, Part.SUPPORT)
    cover(cast.taxes, g3)
    cover(cast.taxes, g2, Part.SUPPORT)
    end_unit(unit=cast.police, on=TODAY, successor=cast.taxes, seen_version=0)
    held = Coverage.objects.filter(unit=cast.taxes, valid__contains=TODAY)
    assert set(held.values_list("grid__name", "part")) == {
        ("第一网格", "lead"), ("第二网格", "support"), ("新城第一网格", "lead"),
    }  # fmt: skip


def test_an_identity_number_is_kept_nowhere(world: World) -> None:
    with pytest.raises(Refused, match="身份证号"):
        person(world, "李四 629931199001011234")


def test_every_change_is_on_the_record(world: World, cast: Cast) -> None:
    row = post(cast.li, world.grids[0])
    end_posting(posting=row, on=TODAY, reason="调整", seen_version=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label FROM staffing_postingevent ORDER BY pgh_id")
        assert [label for (label,) in cursor.fetchall()] == ["insert", "update"]
