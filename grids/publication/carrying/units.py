"""The units of a draft carried over: those of the edition in force, and the draft's new ones."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.publication.carrying.conflicts import Conflict, What
from grids.publication.carrying.standing import Standing

_FIELDS: tuple[What, ...] = ("name", "code")
_BEFORE, _DRAFT, _NOW = range(3)


@dataclass(eq=False)
class Units:
    """Units by number, their numbers by key, and what was changed by both."""

    states: dict[int, UnitState]
    numbers: dict[str, int]
    conflicts: list[Conflict] = field(default_factory=list)


def carry_units(standing: Standing, mine: Codes, communities: Codes) -> Units:
    """Every unit of the edition in force as the draft calls it, then the draft's new ones.

    `mine` (n,) the code of each row's grid in the draft, `communities` (n,) the number of its
    community in the edition: where a new grid's community is gone, it goes to that of most of it.
    """
    now = standing.units[_NOW]
    found = Units(dict(standing.now.units), {key: unit.number for key, unit in now.items()})
    for level in (Level.COMMUNITY, Level.GRID):
        for key in standing.new_keys(level):
            own = communities[mine == standing.codes[key]]
            _add(found, standing, key, int(np.bincount(own).argmax()) if len(own) else NOBODY)
    for key in sorted(standing.units[_DRAFT].keys() & now.keys()):
        _change(found, standing, key)
    return found


def _add(found: Units, standing: Standing, key: str, otherwise: int) -> None:
    unit, above = standing.units[_DRAFT][key], standing.parent_key(_DRAFT, key)
    number = max(found.states, default=0) + 1
    parent = found.numbers.get(above or "", otherwise) or None
    place = None if unit.place in found.numbers else unit.place
    grid = unit.level == Level.GRID
    found.numbers[key] = number
    found.states[number] = replace(
        unit, number=number, place=place, parent=parent if grid else None
    )


def _change(found: Units, standing: Standing, key: str) -> None:
    """Give a unit what only the draft changed of it."""
    draft, now = standing.units[_DRAFT][key], standing.units[_NOW][key]
    before = standing.units[_BEFORE].get(key, now)
    given: dict[str, Any] = {}
    for name in _FIELDS:
        three = tuple(getattr(unit, name) for unit in (before, draft, now))
        given[name] = _of_three(three)
        if given[name] is None:
            found.conflicts.append(Conflict(name, three[_DRAFT], three[_NOW]))
            given[name] = three[_NOW]
    given["locked"] = draft.locked if before.locked == now.locked else now.locked
    given["parent"] = _parent(found, standing, key, now)
    found.states[now.number] = replace(now, **given)


def _parent(found: Units, standing: Standing, key: str, now: UnitState) -> int | None:
    three = tuple(standing.parent_key(which, key) or "" for which in range(3))
    if key not in standing.units[_BEFORE]:
        return now.parent
    wanted = _of_three(three)
    if wanted is not None and (not wanted or wanted in found.numbers):
        return found.numbers.get(wanted, now.parent)
    other = found.states.get(now.parent or NOBODY)
    found.conflicts.append(Conflict("parent", now.name, other.name if other else ""))
    return now.parent


def _of_three(values: tuple[str, ...]) -> str | None:
    """What only one of two changed; None where both did, differently."""
    before, draft, now = values
    if draft in (before, now):
        return now
    return draft if before == now else None
