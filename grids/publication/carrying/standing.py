"""The three states that meet: who a unit is in all of them, and what each makes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.plan import Plan
from grids.publication.drafts import undivided

NO_ONE = 0  # the code of nobody's ground


def key_of(unit: UnitState, units: Mapping[int, UnitState]) -> str:
    """What a unit is known by in another edition or draft: its place; for what stands for ground
    without grids that of its community; a number of its own for one that is new."""
    if unit.place:
        return unit.place
    if undivided(unit):
        above = units.get(unit.parent or NOBODY)
        return f"undivided {above.place if above else ''}"
    return f"new {unit.number}"


@dataclass(frozen=True, eq=False)
class Standing:
    """The edition a draft stood on, the draft, and the edition to stand on now.

    New units of the draft keep to themselves: no place of either edition is called as they are.
    """

    before: Plan
    draft: Plan
    now: Plan

    @cached_property
    def units(self) -> tuple[dict[str, UnitState], ...]:
        """The units of the three, by key."""
        plans = (self.before, self.draft, self.now)
        return tuple({key_of(u, plan.units): u for u in plan.units.values()} for plan in plans)

    @cached_property
    def codes(self) -> dict[str, int]:
        """A number from 1 for every key of the three."""
        keys = sorted({key for units in self.units for key in units})
        return {key: code for code, key in enumerate(keys, NO_ONE + 1)}

    @cached_property
    def keys(self) -> dict[int, str]:
        """The key of every code."""
        return {code: key for key, code in self.codes.items()}

    def coded(self, plan: Plan, rows: Codes) -> Codes:
        """(r,) the code of the grid each of these rows of a plan belongs to; -1 where no row is."""
        numbers = np.zeros(plan.next_number, np.int32)
        for unit in plan.units.values():
            numbers[unit.number] = self.codes[key_of(unit, plan.units)]
        found = numbers[plan.labels[rows]]
        return np.where(rows < 0, np.int32(-1), found).astype(np.int32)

    def parent_key(self, which: int, key: str) -> str | None:
        """The key of the community a unit lies in, in one of the three; None for none."""
        unit = self.units[which].get(key)
        plan = (self.before, self.draft, self.now)[which]
        above = plan.units.get(unit.parent or NOBODY) if unit else None
        return key_of(above, plan.units) if above else None

    def new_keys(self, level: Level) -> Iterable[str]:
        """The living units of the draft that neither edition knows, by number."""
        before, draft, now = self.units
        known = before.keys() | now.keys()
        found = [unit for key, unit in draft.items() if key not in known and not unit.retired]
        own = sorted((one for one in found if one.level == level), key=lambda one: one.number)
        return [key_of(one, self.draft.units) for one in own]
