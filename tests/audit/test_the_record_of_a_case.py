"""Every row that speaks of a case: whoever changes one around the triggers is found out."""

import datetime
import io
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from gis_core.accounts.roles import Role
from gis_core.audit.comparing import strayed_rows
from gis_core.audit.records import records
from gis_core.audit.sealing import seal_record, verify_record
from grids.notices.models import ContactReading, Notice, Objection
from grids.publication.models import Rehoming
from grids.review.models import Comment, Condition, Paper, Waiver
from tests.drafts.town import begin, lay_cells
from tests.review.cast import lead
from tests.world import LONG_AGO, World, appoint, person

ADDED = {
    "review.CaseEvent": ("at", "reason"),
    "review.Waiver": ("given_at", "reason"),
    "review.Paper": ("added_at", "number"),
    "review.Comment": ("made_at", "text"),
    "notices.ContactReading": ("read_at", "reason"),
}
TRACKED = {
    "review.Condition": "text",
    "notices.Notice": "office",
    "notices.Objection": "answer",
    "publication.Rehoming": "reason",
}


@pytest.fixture
def told(world: World) -> World:
    """A case with one row of everything."""
    lay_cells(world)
    street, who = person("street"), world.reviewer
    appoint(street, Role.STREET_MANAGER, world.subdistrict)
    proposal = begin(world)
    lead(proposal, "ask_communities", street)
    case: dict[str, Any] = {"proposal": proposal}
    Waiver.objects.create(**case, rule="one_piece", reason="河", given_by=who)
    Paper.objects.create(**case, kind="请示", number="1号", day=LONG_AGO, added_by=who)
    Comment.objects.create(**case, text="太大", version=0, author=who, role=Role.REVIEWER)
    Condition.objects.create(**case, text="补建", reason="不足", set_by=who)
    Rehoming.objects.create(**case, kind="membership", key="1", reason="退休", decided_by=who)
    day = datetime.date(2026, 1, 1)
    days = {"days": 30, "day_kind": "calendar", "opens_on": day, "closes_on": day.replace(month=2)}
    words = {"title": "公示", "office": "民政局", "channel": "公告栏", "content": {}}
    notice = Notice.objects.create(
        **case, **days, **words, county=world.county, version=0, content_hash="0", opened_by=who
    )
    objection = Objection.objects.create(notice=notice, number=1, text="不同意")
    ContactReading.objects.create(objection=objection, reader=who, reason="回访")
    return world


def go_around(statement: str, label: str) -> None:
    """Change a table as somebody does who may do everything."""
    table = apps.get_model(label)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement.format(table=table))


def make_old() -> None:
    """The rows of a test are as old as its transaction; these have settled."""
    for record in records():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {record.table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {record.table} SET {record.time} = now() - interval '1 hour'")


@pytest.mark.parametrize("label", ADDED)
def test_a_row_changed_or_taken_away_after_it_was_sealed_is_found(told: World, label: str) -> None:
    make_old()
    seal_record()
    assert verify_record() == []
    _time, column = ADDED[label]
    go_around(f"UPDATE {{table}} SET {column} = '另一回事'", label)
    [fault] = verify_record()
    assert fault.seal.table == apps.get_model(label)._meta.db_table
    with pytest.raises(CommandError, match="1 处与封印不符"):
        call_command("verify_audit", stderr=io.StringIO())


@pytest.mark.parametrize("label", TRACKED)
def test_a_row_that_is_not_as_it_was_recorded_is_found(told: World, label: str) -> None:
    assert strayed_rows() == []
    go_around(f"UPDATE {{table}} SET {TRACKED[label]} = '另一回事'", label)
    [found] = strayed_rows()
    assert (found.table, found.count) == (apps.get_model(label)._meta.db_table, 1)
    with pytest.raises(CommandError, match="1 张表的数据与记录不符"):
        call_command("verify_audit", stderr=io.StringIO())


def test_the_events_of_what_may_change_are_sealed(told: World) -> None:
    sealed = {record.table for record in records()}
    for label in TRACKED:
        assert apps.get_model(f"{label}Event")._meta.db_table in sealed
