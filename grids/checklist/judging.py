"""The checklist of a case: every rule looked at, in the order a reviewer reads them."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from grids.checklist.case import Case, Limit
from grids.checklist.lines import Given, Line, Waiver, outcome_of, with_waivers
from grids.checklist.rules import RULES, Rule


def judge(case: Case, waivers: Iterable[Waiver] = ()) -> list[Line]:
    """One line per rule, always the same for the same case; a waiver of a rule that cannot be
    waived does nothing."""
    given: dict[tuple[str, int | None], list[Waiver]] = defaultdict(list)
    for waiver in waivers:
        given[waiver.key, waiver.unit].append(waiver)
    return [_line(case, rule, given) for rule in RULES]


def _line(case: Case, rule: Rule, waivers: Given) -> Line:
    found = rule.check(case)
    faults = None if found is None else tuple(found)
    if faults and rule.waivable:
        faults = with_waivers(rule.key, faults, waivers)
    limits = [case.limits[key] for key in rule.thresholds if key in case.limits]
    return Line(
        key=rule.key,
        label=_(rule.label),
        text=_(rule.text),
        source=_source(rule, limits),
        limit="，".join(f"{_(one.label)} {float(one.value):.10g} {_(one.unit)}" for one in limits),
        severity=rule.severity,
        waivable=rule.waivable,
        outcome=outcome_of(faults),
        faults=faults or (),
        note=rule.told(case) if rule.told else "",
    )


def _source(rule: Rule, limits: list[Limit]) -> str:
    if rule.source:
        return _(rule.source)
    return "；".join(dict.fromkeys(_(one.source) for one in limits))
