"""Our own web application with a fault planted in it: every statement commits by itself.

Served instead of ours it must be found out, or the harness finds nothing at all.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.signals import connection_created

from gis_core.wsgi import application

_SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")
_WRITES = ("INSERT", "UPDATE", "DELETE")


def commit_at_once(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Run a statement and commit it, whatever transaction it was meant for."""
    if sql.startswith(_SAVEPOINTS):
        return None
    result = execute(sql, params, many, context)
    if sql.lstrip().startswith(_WRITES):
        context["connection"].connection.commit()
    return result


def _plant(connection: Any, **_: Any) -> None:
    connection.execute_wrappers.append(commit_at_once)


connection_created.connect(_plant)

__all__ = ["application"]
