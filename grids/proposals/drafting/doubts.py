"""Which findings about a plan still hold after a change."""

from collections.abc import Iterable
from typing import Any

from gis_core.accounts.models import Level


class Doubts:
    """What was found about each unit, until a change reaches it (see `breaking.findings`)."""

    def __init__(self) -> None:
        self.kept: dict[Level, dict[int, Any]] = {Level.GRID: {}, Level.COMMUNITY: {}}
        self.all: list[Any] | None = None  # of all units in order, until any changes

    def cast(self, level: Level, numbers: Iterable[int]) -> None:
        """Forget what is known of these units."""
        self.all = None
        for number in numbers:
            self.kept[level].pop(number, None)

    def cast_on_all(self) -> None:
        """Forget everything."""
        self.all = None
        for known in self.kept.values():
            known.clear()
