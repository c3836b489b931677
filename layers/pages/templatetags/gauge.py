"""Where the households of a unit stand between its bounds, for drawing."""

from decimal import Decimal

from django import template

register = template.Library()

WIDTH = 300
HEADROOM = 1.4  # the scale ends this far above the upper bound


@register.simple_tag
def gauge(households: int, least: Decimal, most: Decimal) -> dict[str, int]:
    """Positions on a scale of `WIDTH`: the two bounds, the width between them, the needle."""
    scale = WIDTH / (float(most) * HEADROOM)
    low, high = round(float(least) * scale), round(float(most) * scale)
    at = min(WIDTH - 2, max(2, round(households * scale)))
    return {"least": low, "most": high, "width": high - low, "at": at}
