"""Which objections a reviewer looks at."""

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grids.notices.models import Objection

FILTERS: tuple[tuple[str, str | Promise], ...] = (
    ("", _("全部")),
    ("owed", _("待答复")),
    ("drafted", _("有拟答复")),
    ("waiting", _("待审看")),
    ("adopted", _("采纳")),
    ("not_adopted", _("不采纳")),
    ("hidden", _("不公开")),
)
_ROWS = {
    "owed": Q(outcome=""),
    "drafted": Q(outcome="") & ~Q(draft_outcome=""),
    "waiting": Q(moderation=Objection.Moderation.WAITING),
    "adopted": Q(outcome=Objection.Outcome.ADOPTED),
    "not_adopted": Q(outcome=Objection.Outcome.NOT_ADOPTED),
    "hidden": Q(moderation=Objection.Moderation.HIDDEN),
}


def filtered(rows: "QuerySet[Objection]", chosen: str) -> "QuerySet[Objection]":
    """The objections of one filter; all of them for a word that is none."""
    return rows.filter(_ROWS.get(chosen, Q()))
