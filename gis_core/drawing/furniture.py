"""What every map has beside the ground: lines of text, an arrow to the north, a scale."""

from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from gis_core.drawing.frame import round_length
from gis_core.drawing.lettering import INK


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    bold: bool = False,
    anchor: str = "start",
    colour: str = INK,
) -> str:
    """A line of text on its foot line."""
    weight = ' font-weight="700"' if bold else ""
    place = f'x="{x:.0f}" y="{y:.0f}" font-size="{size:g}"{weight} text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}">{escape(words)}</text>'


def north_arrow(x: float, y: float) -> str:
    """An arrow of 20 x 46 pixels with its point at (x, y)."""
    arrow = f'<path d="M{x} {y}l10 28l-10 -7l-10 7z" fill="{INK}"/>'
    return arrow + text(x, y + 46, _("北"), 15, anchor="middle")


def scale_bar(x: float, y: float, metres_per_pixel: float, about: float, size: float) -> str:
    """A bar of a round length, at most `about` pixels long, and its words in that size."""
    metres = round_length(about * metres_per_pixel)
    length = metres / metres_per_pixel
    words = _("%(length)s 米") % {"length": metres}
    if metres >= 1000:
        words = _("%(length)s 千米") % {"length": metres // 1000}
    bar = f'<path d="M{x:.0f} {y:.0f}v10h{length:.1f}v-10" fill="none" stroke="{INK}"/>'
    return bar + text(x + length + 10, y + 12, words, size)
