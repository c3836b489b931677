"""Whether every comment has been answered."""

from django.utils.translation import gettext as _

from grids.review.commenting import open_threads
from grids.review.moving.context import Moving
from grids.review.registry import Hindrance


def comments_answered(moving: Moving) -> list[Hindrance]:
    """One hindrance for all threads that wait for an answer."""
    waiting = len(open_threads(moving.proposal))
    if not waiting:
        return []
    text = _("还有 %(count)s 条批注没有答复。请在批注列表里逐条答复后再办理。")
    return [Hindrance("comments_open", text % {"count": waiting})]
