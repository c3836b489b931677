"""What is broken, in words: what, where, how far from the limit, and how to mend it."""

from typing import Any

from django.utils.translation import gettext as _

from grids.proposals.drafting.breaking import Broken, Mend
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan


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
    text = {
        "min_households": _("%(unit)s只有 %(value)s 户，比下限 %(limit)s 户少 %(gap)s 户"),
        "max_households": _("%(unit)s有 %(value)s 户，比上限 %(limit)s 户多 %(gap)s 户"),
        "connected": _(
            "%(unit)s分成 %(value)s 块，其中一块（%(cells)s 个单元、%(households)s 户）与主体不相连"
        ),
        "parent": _("%(unit)s里有 %(cells)s 个单元（%(households)s 户）属于别的社区"),
        "unassigned": _("有 %(cells)s 个单元（%(households)s 户）不属于任何网格"),
    }[broken.rule]
    return text % values


def _label(plan: Plan, mend: Mend) -> str:
    values = {
        "unit": plan.units[mend.to].name,
        "cells": mend.cells,
        "households": mend.households,
    }
    text = {
        "attach": _("把这 %(households)s 户（%(cells)s 个单元）并入%(unit)s"),
        "bridge": _("把中间的 %(households)s 户（%(cells)s 个单元）划入%(unit)s，连成一块"),
    }[mend.how]
    return text % values
