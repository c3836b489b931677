"""What is broken, in words: what, where, how far from the limit, and how to mend it."""

from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from grids.proposals.drafting.breaking import Broken, Mend, findings
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan

_TEXTS = {
    "min_households": gettext_noop("%(unit)s只有 %(value)s 户，比下限 %(limit)s 户少 %(gap)s 户"),
    "max_households": gettext_noop("%(unit)s有 %(value)s 户，比上限 %(limit)s 户多 %(gap)s 户"),
    "connected": gettext_noop(
        "%(unit)s分成 %(value)s 块，其中一块（%(cells)s 个单元、%(households)s 户）与主体不相连"
    ),
    "parent": gettext_noop("%(unit)s里有 %(cells)s 个单元（%(households)s 户）属于别的社区"),
    "unassigned": gettext_noop("有 %(cells)s 个单元（%(households)s 户）不属于任何网格"),
}
_MENDS = {
    "attach": gettext_noop("把这 %(households)s 户（%(cells)s 个单元）并入%(unit)s"),
    "bridge": gettext_noop("把中间的 %(households)s 户（%(cells)s 个单元）划入%(unit)s，连成一块"),
}


def tell_findings(plan: Plan, since: int | None) -> dict[str, Any]:
    """The units looked at again after version `since` (None: all), and all that is broken in
    them, in the reader's language; unchanged units are not put in words again."""
    language = get_language() or ""
    judged = [one for one in findings(plan) if since is None or one.since > since]
    for finding in judged:
        if language not in finding.told:
            finding.told[language] = [tell_broken(plan, broken) for broken in finding.broken]
    return {
        "judged": sorted({finding.unit for finding in judged}),
        "violations": [told for finding in judged for told in finding.told[language]],
    }


def tell_broken(plan: Plan, broken: Broken) -> dict[str, Any]:
    """One violation as the page lists it."""
    return {
        "rule": broken.rule,
        "level": broken.level.value,
        "unit": broken.unit or None,
        "cells": list(broken.rows),
        "value": broken.value,
        "limit": broken.limit,
        "hard": broken.hard,
        "text": _text(plan, broken),
        "mends": [
            {"label": _label(plan, mend), "operation": mend.operation} for mend in broken.mends
        ],
    }


def _text(plan: Plan, broken: Broken) -> str:
    values = {
        "unit": plan.units[broken.unit].name if broken.unit != NOBODY else "",
        "cells": len(broken.rows),
        "value": f"{broken.value:g}",
        "limit": f"{broken.limit:g}",
        "gap": f"{abs(broken.value - broken.limit):g}",
        "households": int(plan.ground.households[list(broken.rows)].sum()),
    }
    return _(_TEXTS[broken.rule]) % values


def _label(plan: Plan, mend: Mend) -> str:
    values = {
        "unit": plan.units[mend.to].name,
        "cells": mend.cells,
        "households": mend.households,
    }
    return _(_MENDS[mend.how]) % values
