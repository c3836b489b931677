"""Emptying the database after a test that committed, as Django's flush does, in milliseconds.

Django truncates every table, which gives each table and each index a new file, and those of a
hundred tables are on the disk before the commit returns: 1 to 3 seconds a test. A test leaves
few rows, so deleting them costs next to nothing.
"""

from django.db import connections, transaction
from django.test import TransactionTestCase

from layers.importing.reference_checks import may_put_triggers_aside

KEPT = {"django_migrations", "django_content_type", "auth_permission"}  # flush makes them again

flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def empty_tables(case: TransactionTestCase) -> None:
    """Delete every row the tests may have committed, past triggers that refuse it.

    A role that may not switch triggers off flushes as Django does.
    """
    if not may_put_triggers_aside():
        flush(case)
        return
    for alias in case._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
        names = connections[alias].introspection.django_table_names(only_existing=True)
        _delete_all(alias, [f'"{name}"' for name in sorted(set(names) - KEPT)])


def _delete_all(alias: str, tables: list[str]) -> None:
    """Like TRUNCATE it waits for whoever still writes, so that nothing arrives afterwards."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("; ".join(f"DELETE FROM {table}" for table in tables))
