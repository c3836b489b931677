"""What keeps a case from going along an arrow, all of it at once."""

from django.utils.translation import gettext as _

from grids.review.moving.context import Moving
from grids.review.registry import Hindrance, consequence_of, guard_of


def hindrances_of(moving: Moving) -> list[Hindrance]:
    """The answers of all guards of the arrow; a guard nobody answers to stops the case."""
    found: list[Hindrance] = []
    for name in moving.arrow.guards:
        guard = guard_of(name)
        found += [_missing(name)] if guard is None else guard(moving)
    if moving.arrow.then and consequence_of(moving.arrow.then) is None:
        found.append(_missing(moving.arrow.then))
    return found


def _missing(name: str) -> Hindrance:
    text = _("本系统没有安装办理“%(name)s”的模块，不能继续。请联系系统管理员。")
    return Hindrance("guard_missing", text % {"name": name})
