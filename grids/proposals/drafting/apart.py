"""No two units that live are called the same in one community, nor have the same code.

Each operation sees to that in the state it was made in; two that come together may not.
"""

from dataclasses import replace
from itertools import count

from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.sketch import Sketch


def tell_apart(before: Sketch, after: Sketch) -> set[int]:
    """Give way, in `after`, to the units that have their name or code since `before`.

    A unit that was to be called as another already is keeps its name, or gets a number behind
    it where it had none to keep. Returns the units that gave way.
    """
    changed = [n for n, unit in sorted(after.units.items()) if unit != before.units.get(n)]
    gave_way = set()
    for number in changed:
        unit, former = after.units[number], before.units.get(number)
        if unit.retired:
            continue
        others = [one for one in after.units.values() if _lives_beside(one, number)]
        found = replace(unit, name=_name(unit, former, others), code=_code(unit, former, others))
        if found != unit:
            after.units[number] = found
            gave_way.add(number)
    return gave_way


def _lives_beside(unit: UnitState, number: int) -> bool:
    return not unit.retired and unit.number != number


def _name(unit: UnitState, former: UnitState | None, others: list[UnitState]) -> str:
    taken = {one.name for one in others if (one.level, one.parent) == (unit.level, unit.parent)}
    if unit.name not in taken:
        return unit.name
    if former is not None and former.name not in taken:
        return former.name
    return next(name for i in count(2) if (name := f"{unit.name}（{i}）") not in taken)


def _code(unit: UnitState, former: UnitState | None, others: list[UnitState]) -> str:
    taken = {one.code for one in others} - {""}
    if unit.code not in taken:
        return unit.code
    return former.code if former is not None and former.code not in taken else ""
