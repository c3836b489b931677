"""Why an operation is not made: what any write is refused for, and what only a draft is."""

from typing import Any

from gis_core.refusals import NotYours, Refused, Stale, VersionMissing


class NotADraft(Refused):
    """The proposal is at a step at which nobody may redraw it."""

    def __init__(self, message: str) -> None:
        super().__init__("not_a_draft", message)


class Conflicting(Stale):
    """Others changed what the operation is about; `changed` has the conflicts too."""

    def __init__(self, message: str, changed: dict[str, Any]) -> None:
        super().__init__(message, changed)
        self.code = "conflict"


__all__ = ["Conflicting", "NotADraft", "NotYours", "Refused", "Stale", "VersionMissing"]
