"""The comparison of a notice as lines of a table, communities first, then their grids."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gis_core.accounts.models import Level


@dataclass(frozen=True)
class UnitLine:
    """One unit before and after, and what becomes of it in words."""

    level: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    what: str

    @property
    def changes(self) -> bool:
        return bool(self.what)

    @property
    def sides(self) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        return self.before, self.after


@dataclass(frozen=True)
class Comparison:
    """The units that change and those that stay as they are."""

    changed: list[UnitLine]
    unchanged: list[UnitLine]


def compare(content: dict[str, Any]) -> Comparison:
    """The lines of a notice's content."""
    lines = [_line(unit) for unit in content["units"]]
    return Comparison(_sorted(line for line in lines if line.changes),
                      _sorted(line for line in lines if not line.changes))  # fmt: skip


def _sorted(lines: Iterable[UnitLine]) -> list[UnitLine]:
    return sorted(lines, key=lambda line: line.level != Level.COMMUNITY)


def _line(unit: dict[str, Any]) -> UnitLine:
    before, after = unit["before"], unit["after"]
    return UnitLine(unit["level"], before, after, "、".join(_what(before, after, unit["redrawn"])))


def _what(before: Any, after: Any, redrawn: bool) -> list[str]:
    if before is None:
        return [_("新设")]
    if after is None:
        return [_("撤销")]
    found = [_("更名")] if before["name"] != after["name"] else []
    found += [_("改属社区")] if before["parent"] != after["parent"] else []
    return found + ([_("范围调整")] if redrawn else [])
