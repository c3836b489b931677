"""Numbers, days and names in templates, as `layers.pages.wording` words them."""

from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from layers.pages import wording

register = template.Library()

register.filter("number", wording.number)
register.filter("percent", wording.percent)
register.filter("hectares", wording.hectares)
register.filter("day", wording.day, expects_localtime=True)


@register.filter
def local_name(place: Any) -> str:
    """The English name for an English reader where there is one, else the Chinese."""
    english = getattr(place, "name_en", "") if get_language() == "en" else ""
    return str(english or place.name)


@register.filter
def in_words(label: object) -> str:
    """A label of the domain (a role, a use, a threshold) in the reader's language."""
    return gettext(str(label)) if label else ""


@register.filter
def plain(value: Any) -> str:
    """A threshold's number without superfluous zeros."""
    return f"{float(value):,.10g}"
