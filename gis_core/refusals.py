"""Why something is not written: a code for programs, a sentence that says how to go on."""

from typing import Any


class Refused(ValueError):
    """Everything stays as it was; `str()` says what is wrong, where, and what to do instead."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class VersionMissing(Refused):
    """A change that does not say which version it was made on."""


class NotYours(Refused):
    """The person has no part in this, or had one that keeps them from it; 403 over HTTP."""


class Stale(Refused):
    """Others have moved on; `changed` is what is told of now, and what is different."""

    def __init__(self, message: str, changed: dict[str, Any]) -> None:
        self.changed = changed
        super().__init__("stale", message)
