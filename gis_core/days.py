"""Days as a reader is told of them."""

from datetime import date

from django.utils.translation import get_language


def in_words(day: date) -> str:
    """2026年9月10日, or 10 September 2026 for an English reader."""
    if get_language() == "en":
        return f"{day.day} {day:%B} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
