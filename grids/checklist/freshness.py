"""Checks of what the draft stands on: the edition, cells, base map and rules of today."""

from django.utils.translation import gettext as _

from grids.checklist.case import Case
from grids.checklist.lines import Fault


def edition_of_today(case: Case) -> list[Fault]:
    """The edition the draft was drawn on is still the one to plan on."""
    text = _("草案基于第 %(own)s 版，现在是第 %(now)s 版。请在新版次上重新起草")
    return _behind(text, case.standing.edition, blocking=True)


def cells_of_today(case: Case) -> list[Fault]:
    """No other cells were built for the edition since."""
    text = _("单元在起草之后重新生成过。请在新的单元上重新起草")
    return [Fault(text, blocking=True)] if case.standing.cells_anew else []


def map_of_today(case: Case) -> list[Fault]:
    """The base map was not changed since the draft's cells were made of it."""
    text = _("底图在生成单元之后有改动（修订号 %(own)s → %(now)s），户数和边界可能已不同")
    return _behind(text, case.standing.revision, blocking=False)


def rules_of_today(case: Case) -> list[Fault]:
    """The county has no newer rule set."""
    text = _("草案按第 %(own)s 号规则集，县里现行第 %(now)s 号")
    return _behind(text, case.standing.rule_set, blocking=False)


def _behind(text: str, numbers: tuple[int, int], *, blocking: bool) -> list[Fault]:
    own, now = numbers
    if own == now:
        return []
    return [Fault(text % {"own": own, "now": now}, value=own, limit=now, blocking=blocking)]
