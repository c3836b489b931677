"""Dwellings, households and people of a building from its footprint, floors and use.

The rule, its assumptions and their sources are set out in docs/household-estimates.md; the
numbers are here, in one place. Pure numpy; the result is a planning figure, marked as an
estimate wherever it shows, and gives way to any survey.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Assumptions:
    """What the estimate supposes; areas in square metres."""

    dwelling_walk_up: float = 90.0  # gross floor area per dwelling, up to 9 floors
    dwelling_tower: float = 105.0  # 10 floors and more: lifts and lobbies take their share
    house_footprint: float = 250.0  # up to this and 3 floors a building is a self-built house
    house_area: float = 160.0  # gross floor area per household of a self-built house
    smallest: float = 30.0  # below it nobody lives in a building by itself
    largest_unknown: float = 3000.0  # above it a building of unknown use is no dwelling house
    unknown_share: float = 0.75  # of the floor area of buildings of unknown use is lived in
    mixed_share: float = 0.7  # of the floor area of a mixed building, and never its ground floor
    occupancy: float = 0.85  # households per dwelling
    household_size: float = 2.6  # people per household


DEFAULT = Assumptions()
_HOUSE_FLOORS = 3
_TOWER_FLOORS = 10


@dataclass(frozen=True)
class Estimate:
    """Counts per building, arrays (n,) of int64; `floors` as used, guesses included."""

    dwellings: Ints
    households: Ints
    population: Ints
    floors: Ints


def estimate_counts(
    footprint: Floats,
    floors: Floats,
    use: Texts,
    dwellings: Floats | None = None,
    assumptions: Assumptions = DEFAULT,
) -> Estimate:
    """Estimate the counts of buildings.

    Args:
        footprint: square metres, (n,).
        floors: storeys, NaN where unknown, (n,).
        use: use codes, (n,).
        dwellings: known dwellings, NaN where unknown; they are kept.
    """
    used_floors = np.where(np.isnan(floors), guess_floors(footprint, use), floors)
    lived_in = residential_area(footprint, used_floors, use, assumptions)
    guessed = _dwellings(footprint, used_floors, lived_in, assumptions)
    if dwellings is not None:
        guessed = np.where(np.isnan(dwellings), guessed, dwellings)
    households = np.floor(guessed * assumptions.occupancy + 0.5)
    people = np.floor(households * assumptions.household_size + 0.5)
    return Estimate(*(_whole(found) for found in (guessed, households, people, used_floors)))


def guess_floors(footprint: Floats, use: Texts) -> Floats:
    """Storeys where none are given: small footprints are houses, slabs are walk-ups."""
    steps = np.select([footprint < 120, footprint < 250, footprint < 1500], [2.0, 3.0, 6.0], 4.0)
    living = np.isin(use, ["residential", "mixed", "unknown"])
    return np.asarray(np.where(living, steps, np.where(use == "industrial", 1.0, 3.0)))


def residential_area(
    footprint: Floats, floors: Floats, use: Texts, assumptions: Assumptions = DEFAULT
) -> Floats:
    """Gross floor area lived in, square metres; 0 where nobody lives."""
    gross = footprint * floors
    mixed = np.minimum(gross * assumptions.mixed_share, footprint * (floors - 1))
    plausible = (footprint >= assumptions.smallest) & (footprint <= assumptions.largest_unknown)
    share = np.select(
        [use == "residential", use == "mixed", (use == "unknown") & plausible],
        [gross, mixed, gross * assumptions.unknown_share],
        0.0,
    )
    return np.asarray(np.where(footprint >= assumptions.smallest, share, 0.0))


def _dwellings(footprint: Floats, floors: Floats, lived_in: Floats, rule: Assumptions) -> Floats:
    house = (footprint <= rule.house_footprint) & (floors <= _HOUSE_FLOORS)
    tower = floors >= _TOWER_FLOORS
    each = np.select([house, tower], [rule.house_area, rule.dwelling_tower], rule.dwelling_walk_up)
    count = np.floor(lived_in / each + 0.5)
    return np.asarray(np.where(lived_in > 0, np.maximum(count, 1.0), 0.0))


def _whole(values: Floats) -> Ints:
    return values.astype(np.int64)
