"""How numbers and the engine's sentences are put into words."""

import re
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext

from gis_core.days import in_words

NOTHING = "—"
_KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_STRAY_SPACE = re.compile(r"([\u4e00-\u9fff]) 有")
_LONG_NUMBER = re.compile(r"(?<![\d.\w])\d{4,}(?![\d\w])")


def number(value: float | None, digits: int = 0) -> str:
    """1234.5 → "1,235"; a dash where there is no value."""
    return NOTHING if value is None else f"{value:,.{digits}f}"


def percent(share: float | None) -> str:
    """0.984 → "98.4 %"; a dash where there is no value."""
    return NOTHING if share is None else f"{share * 100:.1f}%"


def hectares(square_metres: float | None) -> str:
    """12,345 m² → "1.23"; a dash where there is no value."""
    return NOTHING if square_metres is None else f"{square_metres / 10_000:,.2f}"


def keys_in(text: str) -> set[str]:
    """The permanent keys a sentence of the engine mentions."""
    return set(_KEY.findall(text))


def readable(text: str, names: Mapping[str, str]) -> str:
    """A sentence of the engine with names instead of keys, and long numbers grouped."""
    named = _KEY.sub(lambda found: names.get(found[0], gettext("（未知单位）")), text)
    return _LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", _STRAY_SPACE.sub(r"\1有", named))


def day(value: date | None) -> str:
    """2026年9月10日, or 10 September 2026 for an English reader."""
    if value is None:
        return NOTHING
    return in_words(value)
