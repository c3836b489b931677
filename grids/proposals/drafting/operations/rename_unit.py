from dataclasses import replace
from typing import Literal

from django.utils.translation import gettext_noop

from grids.proposals.drafting.looking_up import find_unit, refuse_taken_name
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import Name, Number, Wish


class RenameUnit(Wish):
    """A unit gets another name."""

    kind: Literal["rename_unit"]
    unit: Number
    name: Name


def rename_unit(plan: Plan, wish: RenameUnit) -> Asked:
    """Give a unit a name that none beside it has."""
    unit = find_unit(plan, wish.unit)
    refuse_taken_name(plan, wish.name, unit.parent, but=unit.number)
    values = {"before": unit.name, "after": wish.name}
    told = Told(gettext_noop("把%(before)s改名为%(after)s"), values)
    return Asked(settle(plan, units=[replace(unit, name=wish.name)]), told)
