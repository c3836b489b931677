"""Which function does a job of which kind; apps register theirs when they are loaded."""

from collections.abc import Callable
from typing import Any, TypeAlias

from gis_core.jobs.context import JobContext

Outcome: TypeAlias = dict[str, Any] | None
Handler: TypeAlias = Callable[..., Outcome]

_HANDLERS: dict[str, Handler] = {}


def job_handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated `handler(context: JobContext, **arguments)` for `kind`."""

    def register(handler: Handler) -> Handler:
        if kind in _HANDLERS:
            raise ValueError(f"two handlers for jobs of kind {kind}")
        _HANDLERS[kind] = handler
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """The handler of `kind`. Raises KeyError for a kind nobody registered."""
    return _HANDLERS[kind]


__all__ = ["Handler", "JobContext", "Outcome", "handler_of", "job_handler"]
