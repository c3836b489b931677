"""Which unit of the draft each part of an answer goes on with, and what new ones are called."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from grids.division.cell_table import Codes, Counts, Flags
from grids.proposals.consulting.state import DraftState
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.naming import ordinal


@dataclass(frozen=True)
class Heir:
    """A part of the answer as a unit of the draft: `number` of the one it continues, else None."""

    number: int | None
    name: str
    parent: int | None


def heirs_of_grids(
    state: DraftState, households: Counts, part_of_row: Codes, parents: Sequence[int]
) -> tuple[Heir, ...]:
    """One heir for every part; (n,) `part_of_row`, -1 outside, and `households`; `parents` by part.

    A part with locked cells is the unit they are locked in. Else units go to the parts with most
    of their households, none twice, and only within their community.
    """
    shared = _shared(state, households, part_of_row, len(parents))
    taken = _locked(state, part_of_row)
    for flat in np.argsort(-shared, axis=None, kind="stable").tolist():
        part, number = divmod(flat, shared.shape[1])
        if shared[part, number] <= 0:
            break
        same = number and state.units[number].parent == parents[part]
        if same and part not in taken and number not in taken.values():
            taken[part] = number
    names = _new_names(state, [parents[part] for part in range(len(parents)) if part not in taken])
    return tuple(
        Heir(taken[part], state.units[taken[part]].name, parent)
        if part in taken
        else Heir(None, next(names), parent)
        for part, parent in enumerate(parents)
    )


def heirs_of_communities(
    state: DraftState, labels: Codes, numbers: Sequence[int], households: Counts
) -> tuple[Heir, ...]:
    """One heir for every merged part: the community with a locked grid, else the largest.

    (u,) `labels` and `households` of the communities with these `numbers`.
    """
    heirs = []
    for part in range(int(labels.max()) + 1):
        units = np.flatnonzero(labels == part)
        held = [unit for unit in units.tolist() if _is_held(state, numbers[unit])]
        stays = numbers[held[0] if held else int(units[np.argmax(households[units])])]
        heirs.append(Heir(stays, state.units[stays].name, None))
    return tuple(heirs)


def _is_held(state: DraftState, community: int) -> bool:
    return any(state.units[grid].locked for grid in state.grids_of(community))


def _shared(state: DraftState, households: Counts, part_of_row: Codes, parts: int) -> Counts:
    """(parts, numbers) households of each unit in each part, and a mite for every cell."""
    inside = part_of_row >= 0
    weight = 1000 * households[inside].astype(np.int64) + 1
    shared = np.zeros((parts, max(state.units, default=0) + 1), np.int64)
    np.add.at(shared, (part_of_row[inside], state.unit[inside]), weight)
    return shared


def _locked(state: DraftState, part_of_row: Codes) -> dict[int, int]:
    held: Flags = state.locked & (part_of_row >= 0) & (state.unit != NOBODY)
    pairs = np.stack([part_of_row[held], state.unit[held]], axis=1)
    return dict(np.unique(pairs, axis=0).tolist())


def _new_names(state: DraftState, parents: Iterable[int]) -> Iterator[str]:
    """A name for a new grid of each of these communities: the first ordinal not yet used."""
    used = {unit.name for unit in state.units.values()}
    for parent in parents:
        names = (f"{state.units[parent].name}{ordinal(number)}网格" for number in count(1))
        name = next(one for one in names if one not in used)
        used.add(name)
        yield name
