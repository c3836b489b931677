"""One row of a roster as values; every cell that cannot be one is told, with how to mend it."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from communities.service_items.kinds import HandledAt, ListType
from gis_core.cleaning import clean_line
from gis_core.phones import holds_identity_number, read_phone
from grids.staffing.capacities import Capacity, Duty, Part, UnitKind

T = TypeVar("T", bound=TextChoices)

NOBODY = frozenset({"无", "待定", "未定", "none"})
AT_ONCE = frozenset({"当场办结", "当场", "即时办结", "即办"})
_DAYS = re.compile(r"(\d{1,3})(?:\.0)?个?(?:工作)?日?")
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s(（])")
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?([T ]00:00(:00)?)?")
_SPLIT = re.compile(r"[、，,;；/\s]+")
_OTHERWISE = {
    "专职": Capacity.FULL_TIME,
    "兼职": Capacity.PART_TIME,
    "民警": Capacity.POLITICAL_LEGAL,
    "律师": Capacity.LEGAL_WORKER,
    "主包单位": Part.LEAD,
    "牵头": Part.LEAD,
    "协包": Part.SUPPORT,
    "配合": Part.SUPPORT,
    "证明": ListType.CERTIFICATE,
    "便民": ListType.RESIDENT,
    "法定": ListType.STATUTORY,
    "协助": ListType.ASSISTING,
    "负面清单": ListType.NEGATIVE,
    "负面事项": ListType.NEGATIVE,
    "网格": HandledAt.GRID,
    "街道": HandledAt.SUBDISTRICT,
    "镇": HandledAt.SUBDISTRICT,
    "乡镇": HandledAt.SUBDISTRICT,
}


class CellFault(NamedTuple):
    """What is wrong with a cell, and how to mend it."""

    field: str
    text: str


class Row:
    """The cells of one row, read one after the other; faults gather in `faults`."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.faults: list[CellFault] = []
        for field, cell in cells.items():
            if holds_identity_number(cell):
                self.refuse(field, _("含身份证号；请删除，本系统不保存身份证号"))
            elif _FORMULA.match(cell):
                self.refuse(field, _("是公式或以运算符开头；请改填文字（选择性粘贴为数值）"))

    def refuse(self, field: str, text: str) -> None:
        self.faults.append(CellFault(field, text))

    def text(self, field: str, *, needed: bool = False, longest: int = 80) -> str:
        """Text on one line."""
        said = clean_line(self.cells.get(field, ""))
        if needed and not said:
            self.refuse(field, _("是空的；若是合并单元格，请取消合并后逐行填写"))
        if len(said) > longest:
            self.refuse(field, _("超过 %s 个字；请缩短") % longest)
        return said[:longest]

    def plain(self, field: str, *, needed: bool = False) -> str:
        """Text with full-width digits and letters made half-width."""
        return unicodedata.normalize("NFKC", self.text(field, needed=needed))

    def phone(self, field: str) -> str:
        return str(self._read(field, read_phone) or "")

    def day(self, field: str) -> datetime.date | None:
        return self._read(field, _day) if self.cells.get(field) else None

    def choice(self, field: str, kind: type[T], otherwise: T | None = None) -> T | None:
        """One of the choices, by its Chinese name or its code."""
        said = self.plain(field, needed=otherwise is None)
        found = _choice(said, kind) if said else otherwise
        if said and found is None:
            names = "、".join(_(str(one.label)) for one in kind)
            self.refuse(
                field, _("“%(said)s”不认识；请填：%(names)s") % {"said": said, "names": names}
            )
        return found

    def working_days(self, field: str) -> int | None:
        """A promised time in working days, 0 while one waits; None where nothing is said."""
        return self._read(field, _working_days) if self.cells.get(field) else None

    def names(self, field: str) -> list[str]:
        """Several names or codes in one cell."""
        return [word for word in _SPLIT.split(self.plain(field)) if word]

    def duties(self, field: str) -> tuple[Duty, ...]:
        """Several duties in one cell."""
        words = [word for word in _SPLIT.split(self.plain(field)) if word]
        found = [_choice(word, Duty) for word in words]
        if None in found:
            names = "、".join(_(str(one.label)) for one in Duty)
            self.refuse(field, _("职责请从这些里选，用顿号分开：%s") % names)
        return tuple(one for one in found if one is not None)

    def _read(self, field: str, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(self.plain(field))
        except ValueError as error:
            self.refuse(field, str(error))
            return None


def _choice(said: str, kind: type[T]) -> T | None:
    for one in kind:
        names = (one.value, str(one.label), _(str(one.label)))
        if said in {unicodedata.normalize("NFKC", name) for name in names}:
            return one
    other = _OTHERWISE.get(said)
    return other if isinstance(other, kind) else None


def _working_days(text: str) -> int:
    if text in AT_ONCE:
        return 0
    found = _DAYS.fullmatch(text)
    if found:
        return int(found[1])
    raise ValueError(_("“%s”不是工作日数；请填数字，当场办结填 0") % text)


def _day(text: str) -> datetime.date:
    found = _DAY.fullmatch(text)
    try:
        if found:
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise ValueError(_("“%s”不是日期；请填如 2026-09-01") % text)


__all__ = ["NOBODY", "CellFault", "Row", "UnitKind"]
