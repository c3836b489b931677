"""Whoever goes around the triggers and touches the sealed record is found out."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction

from gis_core.audit.models import Seal
from gis_core.audit.records import records
from gis_core.audit.sealing import seal_record, verify_record
from tests.world import World

TABLE = apps.get_model("accounts.MembershipEvent")._meta.db_table


@pytest.fixture
def sealed(world: World) -> World:
    with connection.cursor() as cursor:  # the rows of this test are as old as its transaction
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {TABLE} SET pgh_created_at = now() - interval '1 hour'")
    seal_record()
    return world


def go_around(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=TABLE))


def test_a_record_that_nobody_touched_is_whole(sealed: World) -> None:
    assert Seal.objects.get(table=TABLE).rows == 3
    assert verify_record() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET role = 'DEC' WHERE role = 'PLN'",
        "DELETE FROM {table} WHERE role = 'PLN'",
        "UPDATE {table} SET pgh_id = pgh_id + 1000000 WHERE role = 'GRF'",
    ],
)
def test_a_changed_or_missing_row_is_found(sealed: World, statement: str) -> None:
    go_around(statement)
    assert [fault.code for fault in verify_record()] == ["rows_changed"]
    with pytest.raises(CommandError, match="1 处与封印不符"):
        call_command("verify_audit", stderr=io.StringIO())


def test_a_seal_taken_out_of_the_chain_is_found(sealed: World) -> None:
    first = Seal.objects.get(table=TABLE)
    Seal.objects.create(
        table=TABLE, key=first.key, columns=first.columns, first=first.last + 1,
        last=first.last + 1, rows=0, previous="0" * 64, digest="1" * 64,
    )  # fmt: skip
    assert "chain_broken" in [fault.code for fault in verify_record()]


def test_what_has_not_settled_waits(world: World) -> None:
    assert seal_record() == 0
    assert not Seal.objects.exists()


def test_what_is_sealed_is_not_sealed_again(sealed: World) -> None:
    before = Seal.objects.count()
    assert seal_record() == 0
    assert Seal.objects.count() == before


@pytest.mark.parametrize("change", ["update", "delete"])
def test_seals_can_be_neither_changed_nor_deleted(sealed: World, change: str) -> None:
    seals = Seal.objects.all()
    with pytest.raises(InternalError), transaction.atomic():
        seals.update(rows=0) if change == "update" else seals.delete()


def test_the_command_prints_what_to_keep_elsewhere(sealed: World) -> None:
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert Seal.objects.get(table=TABLE).digest in said.getvalue()


def test_publications_are_part_of_the_record() -> None:
    tables = {record.table for record in records()}
    assert {"publication_publication", TABLE} <= tables
