"""The engine's suggestions as pages tell them: in names, plain words and rows to compare."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.territory.models import Place
from gis_core.accounts.roles import Action
from grids.proposals.models import Alternative, Suggestion
from layers.api.access import scope_of
from layers.pages.queries import CountyState
from layers.pages.wording import keys_in, number, percent, readable

LATEST = 20


def suggestions_of(request: HttpRequest, state: CountyState) -> list[Suggestion]:
    """The latest suggestions the person may see, newest first."""
    found = scope_of(request, Action.VIEW_DRAFT).of(Suggestion).filter(county=state.county.pk)
    rows = found.select_related("place", "job", "edition", "rule_set")
    return list(rows.prefetch_related("alternatives").order_by("-created_at")[:LATEST])


@dataclass(frozen=True)
class Told:
    """One entry of the explanation: the sentence, what else was weighed, the units it names."""

    lead: str
    rest: str
    units: tuple[str, ...]


def told(alternative: Alternative, names: Mapping[str, str]) -> list[Told]:
    """The engine's reasons, in the reader's language and by name."""
    language = "text_en" if get_language() == "en" else "text_zh"
    reasons = []
    for reason in alternative.explanation:
        text = readable(reason.get(language) or reason.get("text_zh", ""), names)
        lead, stop, rest = text.partition("。" if language == "text_zh" else ". ")
        units = tuple(unit for unit in reason.get("units", []) if unit in names)
        reasons.append(Told(lead + stop, rest, units))
    return reasons


def names_in(request: HttpRequest, alternative: Alternative) -> dict[str, str]:
    """The names of all places the answer mentions, by their key."""
    text = json.dumps([alternative.explanation, alternative.violations])
    places = scope_of(request, Action.VIEW_MAP).of(Place).filter(pk__in=keys_in(text))
    english = get_language() == "en"
    return {str(place.pk): (english and place.name_en) or place.name for place in places}


@dataclass(frozen=True)
class Broken:
    """A rule the answer could not keep."""

    rule: str
    where: str
    value: str
    limit: str


def broken_rules(alternative: Alternative, names: Mapping[str, str]) -> list[Broken]:
    """What the engine names as not kept, each with the value found and the limit."""
    return [
        Broken(
            rule=_rule_label(str(row.get("rule", ""))),
            where=_where(row.get("units", []), names),
            value=number(row.get("value")),
            limit=number(row.get("limit")),
        )
        for row in alternative.violations
    ]


def _where(units: list[str], names: Mapping[str, str]) -> str:
    named = [names[unit] for unit in units if unit in names]
    if named:
        return _("、").join(named)
    return _("%(count)s 个单元") % {"count": number(len(units))}


def _rule_label(rule: str) -> str:
    labels = {
        "min_households": _("户数低于下限"),
        "max_households": _("户数高于上限"),
        "contiguity": _("不连片"),
        "service_radius": _("服务半径外户数过多"),
        "parent": _("跨越上级边界"),
        "together": _("应同属一处"),
        "apart": _("应分开"),
        "locked": _("已锁定"),
        "parts": _("个数不符"),
    }
    return labels.get(rule, rule)


@dataclass(frozen=True)
class Compared:
    """One row of the scorecard, before and after; `better` is better, worse or nothing."""

    label: str
    before: str
    after: str
    better: str


def scorecard(alternative: Alternative) -> list[Compared]:
    """The figures of the present state beside those of the suggestion."""
    before = alternative.scorecard.get("before") or {}
    after = alternative.scorecard.get("after") or {}
    rows = []
    for key, label, show, sign in _rows():
        old, new = before.get(key), after.get(key)
        if old is not None or new is not None:
            rows.append(Compared(label, show(old), show(new), _better(old, new, sign)))
    return rows


def _better(old: float | None, new: float | None, sign: int) -> str:
    if old is None or new is None or not sign or abs(new - old) < 1e-9:
        return ""
    return "better" if (new - old) * sign > 0 else "worse"


def _rows() -> list[tuple[str, str, Any, int]]:
    """Key, label, how it is written, and whether more (+1) or less (-1) is better."""
    return [
        ("units", _("单位个数"), number, 0),
        ("in_bounds", _("户数在限内的单位"), number, 1),
        ("undersized", _("户数低于下限的单位"), number, -1),
        ("oversized", _("户数高于上限的单位"), number, -1),
        ("smallest", _("最少户数"), number, 0),
        ("largest", _("最多户数"), number, 0),
        ("disconnected", _("不连片的单位"), number, -1),
        ("served_share", _("服务半径内户数占比"), percent, 1),
        ("barrier_share", _("沿路河边界占比"), percent, 1),
        ("compounds_split", _("被切分的小区"), number, -1),
        ("mean_compactness", _("平均紧凑度"), _compactness, 1),
    ]


def _compactness(value: float | None) -> str:
    return number(value, 2)


def verdict(alternative: Alternative) -> str:
    """How good the answer is, in plain words."""
    texts = {
        Alternative.Status.OPTIMAL: _("已证明最优：在现行规则下没有更好的方案。"),
        Alternative.Status.FEASIBLE: _("可行：所有硬性规则都已满足。"),
        Alternative.Status.INFEASIBLE: _("部分规则无法满足：下面逐条列出，其余已尽量做到。"),
        Alternative.Status.CANCELLED: _("已取消：这是停止前找到的最好结果。"),
    }
    text = texts[Alternative.Status(alternative.status)]
    if alternative.status != Alternative.Status.FEASIBLE:
        return text
    if alternative.gap is None:
        return text + _("是否最优尚无证明。")
    return text + _("距理论最优不超过 %(gap)s。") % {"gap": percent(alternative.gap)}
