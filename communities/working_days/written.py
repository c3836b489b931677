"""Special days as a clerk writes them, one a line: `2026-10-01 休 国庆节`, `2026-10-10 班 调休`."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

OFF, ON = "休", "班"
LONGEST_NAME = 40


class Special(NamedTuple):
    day: date
    works: bool
    name: str


class Unreadable(ValueError):
    """A line that is no day; the text says which and how it should read."""


def read_days(text: str, year: int) -> list[Special]:
    """The days of one year, in order.

    Raises:
        Unreadable: a line is no day of that year, or a day comes twice.
    """
    found: dict[date, Special] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            special = _read(number, line, year)
            if special.day in found:
                text = _("第 %(line)s 行：%(day)s 重复。请只保留一行。")
                raise Unreadable(text % {"line": number, "day": special.day})
            found[special.day] = special
    return [found[day] for day in sorted(found)]


def write_days(days: Iterable[Special]) -> str:
    """The same as text, one a line."""
    return "\n".join(f"{one.day} {ON if one.works else OFF} {one.name}".strip() for one in days)


def _read(number: int, line: str, year: int) -> Special:
    words = line.replace("，", " ").replace(",", " ").split(maxsplit=2)
    said = {"line": number, "word": words[0][:20], "year": year}
    try:
        day = date.fromisoformat(words[0])
    except ValueError:
        text = _("第 %(line)s 行：“%(word)s”不是日期。请写成“%(year)s-10-01 休 国庆节”。")
        raise Unreadable(text % said) from None
    if day.year != year:
        text = _("第 %(line)s 行：%(word)s 不在 %(year)s 年。请改选年份或删去这一行。")
        raise Unreadable(text % said)
    if len(words) < 2 or words[1] not in (OFF, ON):
        raise Unreadable(_("第 %(line)s 行：日期之后请写“休”或“班”。") % said)
    return Special(day, words[1] == ON, (words[2] if len(words) > 2 else "")[:LONGEST_NAME])
