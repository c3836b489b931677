"""Gaps in words: what is missing, and by which rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from communities.territory.models import Threshold
from communities.territory.rules import RuleKey
from grids.staffing.gaps import Gap, GapKind

SHORT = {
    GapKind.NO_FULL_TIME: gettext_noop("缺专职网格员"),
    GapKind.NO_LEAD: gettext_noop("缺主包单位"),
    GapKind.FEW_UNITS: gettext_noop("包抓单位不足"),
    GapKind.NO_LEGAL: gettext_noop("无政法力量"),
    GapKind.FEW_LEGAL: gettext_noop("政法力量平均不足"),
    GapKind.IDLE_PERSON: gettext_noop("未安排网格的人员"),
    GapKind.IDLE_UNIT: gettext_noop("未包抓网格的单位"),
}


@dataclass(frozen=True)
class ToldGap:
    """One gap as the page says it."""

    gap: Gap
    kind: str
    what: str
    numbers: str
    source: str


def tell(gaps: Iterable[Gap], thresholds: Mapping[str, Threshold]) -> list[ToldGap]:
    """The gaps with their numbers and the source of the rule."""
    return [_told(gap, thresholds) for gap in gaps]


def _told(gap: Gap, thresholds: Mapping[str, Threshold]) -> ToldGap:
    rule = thresholds.get(gap.rule) if gap.rule else None
    numbers = source = ""
    if rule is not None:
        said = {"value": f"{gap.value:.3g}", "limit": f"{gap.limit:g}", "unit": _(rule.unit)}
        numbers = _("现有 %(value)s，要求 %(limit)s %(unit)s") % said
        source = f"{_(rule.label)}：{_(rule.source)}"
    what = str(gap.what) if gap.what is not None else _("全县平均")
    return ToldGap(gap, _(SHORT[gap.kind]), what, numbers, source)


def gap_rows(gaps: Iterable[ToldGap]) -> list[dict[str, Any]]:
    """The gaps as a table for a file."""
    return [
        dict(zip(GAP_COLUMNS, (one.kind, one.what, one.numbers, one.source), strict=True))
        for one in gaps
    ]


GAP_COLUMNS = ("缺口", "网格、人员或单位", "数值", "依据")


def limits_of(thresholds: Mapping[str, Threshold]) -> dict[RuleKey, float]:
    """The numbers of a county's rules."""
    return {RuleKey(key): float(one.value) for key, one in thresholds.items()}
