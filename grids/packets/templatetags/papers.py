from collections.abc import Sequence

from django import template

from grids.packets.papers import wording

register = template.Library()

register.filter("legible", wording.legible)


@register.filter
def share(width: int, widths: Sequence[int]) -> str:
    """One column's part of all, in percent."""
    return f"{100 * width / sum(widths):.2f}"
