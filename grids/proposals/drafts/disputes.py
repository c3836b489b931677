"""Conflicts as the desk shows them: whose change it is, what both want, what can be chosen."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.merging import Conflict
from grids.proposals.drafts.choices import Settled, conflict_name
from grids.proposals.drafts.telling import tell_operation
from grids.proposals.models import Operation

MOST_NAMES = 3


def tell_conflicts(
    found: Iterable[Conflict],
    settled: Settled,
    rows: Mapping[int, Operation],
    units: Mapping[int, UnitState],
) -> list[dict[str, Any]]:
    """The conflicts that are not settled, the oldest first."""
    return [
        {
            "id": conflict_name(settled, one.version),
            "what": "cells" if one.about_cells else "unit",
            "units": list(one.units),
            "mine": list(one.mine),
            "theirs": list(one.theirs),
            "disputed": list(one.disputed),
            "by": {**tell_operation(rows[one.version]), "version": one.version},
            "text": _text(one, rows[one.version], units),
        }
        for one in found
    ]


def _text(one: Conflict, made: Operation, units: Mapping[int, UnitState]) -> str:
    names = [units[number].name for number in one.units if number in units]
    values = {
        "author": str(made.author or ""),
        "label": made.label,
        "units": "、".join(names[:MOST_NAMES]) + ("…" if len(names) > MOST_NAMES else ""),
        "cells": len(one.disputed),
    }
    told = _("%(author)s已“%(label)s”，与您的操作都改动%(units)s。") % values
    torn = _("其中 %(cells)s 个单元不能两者兼得。") % values
    return f"{told}{torn}" if one.disputed else told
