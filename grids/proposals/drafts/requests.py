"""What a window asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grids.proposals.drafting.merging import Choice


@dataclass(frozen=True)
class Request:
    """An operation on the version the window shows, to be made once."""

    expected_version: int | None
    operation: Mapping[str, Any]
    idempotency_key: str
    tab: str = ""
    resolutions: Mapping[str, Choice] = field(default_factory=dict)
