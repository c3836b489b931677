"""What every test stands on: a database with all tables, and with nothing in them."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import TransactionTestCase

from tests.emptying import KEPT, empty_tables
from tests.world import make_world


def tables_with_rows() -> set[str]:
    names = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in names)
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_what_a_test_committed() -> None:
    make_world()
    assert tables_with_rows()
    empty_tables(TransactionTestCase())
    assert tables_with_rows() == set()
    assert Permission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_may_only_grow_is_protected_again_after_the_emptying() -> None:
    make_world()
    empty_tables(TransactionTestCase())
    make_world()
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        apps.get_model("accounts", "MembershipEvent").objects.all().delete()


@pytest.mark.django_db
def test_the_copied_database_lacks_no_migration() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
