"""Which function does a job of which kind.

Apps register theirs by dotted path when they are loaded: the web process knows every kind, and
only a worker that runs one imports the engine behind it.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from django.utils.module_loading import import_string

Outcome: TypeAlias = dict[str, Any] | None
Handler: TypeAlias = Callable[..., Outcome]

_PATHS: dict[str, str] = {}


def register_job(kind: str, path: str) -> None:
    """Say that `path`, a function of (context: JobContext, **arguments), does jobs of `kind`.

    Raises:
        ValueError: another function does them already.
    """
    if _PATHS.setdefault(kind, path) != path:
        raise ValueError(f"two handlers for jobs of kind {kind}: {_PATHS[kind]}, {path}")


def is_known(kind: str) -> bool:
    """Whether anybody does jobs of this kind."""
    return kind in _PATHS


def handler_of(kind: str) -> Handler:
    """The function that does jobs of `kind`. Raises KeyError for a kind nobody registered."""
    handler: Handler = import_string(_PATHS[kind])
    return handler
