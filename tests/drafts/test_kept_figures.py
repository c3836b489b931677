"""After any operations, what is kept from step to step is what would be computed afresh."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from communities.basemap.models import Cell, Compound, Venue
from gis_core.accounts.models import Level
from grids.proposals.drafting.breaking import broken_rules
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.telling import totals_of
from grids.proposals.models import Proposal
from tests.drafts.asking import operate
from tests.drafts.town import begin, block, lay_cells
from tests.world import World, box, point


def wishes(rng: np.random.Generator, plan: Plan) -> Iterator[dict[str, Any]]:
    """One of each kind, about living units and cells drawn at random."""
    grids = [unit.number for unit in plan.live(Level.GRID)]
    houses = [unit.number for unit in plan.live(Level.COMMUNITY)]
    west, south = int(rng.integers(0, 16)), int(rng.integers(0, 7))
    cells = block(west, south, west + int(rng.integers(1, 5)), south + int(rng.integers(1, 4)))
    grid, other = rng.choice(grids, 2).tolist()
    name = f"新{int(rng.integers(0, 10**9))}"
    yield {"kind": "assign", "cells": cells, "to": grid, "how": "brush"}
    yield {"kind": "assign", "cells": cells[:1], "to": 0, "how": "pick"}
    yield {"kind": "new_unit", "cells": cells, "name": name, "parent": None}
    yield {"kind": "merge_units", "units": [grid, other], "into": grid}
    yield {"kind": "dissolve_unit", "unit": grid}
    yield {"kind": "renumber", "community": None}
    yield {"kind": "lock", "units": [], "cells": cells[:1]}
    yield {"kind": "unlock", "units": [], "cells": cells}
    yield {"kind": "move_grids", "grids": [grid], "to": int(rng.choice(houses))}
    yield {"kind": "new_community", "grids": [grid], "name": name + "社区"}
    yield {"kind": "dissolve_unit", "unit": int(rng.choice(houses))}


@pytest.fixture
def furnished(world: World) -> World:
    """Chessboard, two compounds and a venue, so that every figure has something to say."""
    lay_cells(world)
    Venue.objects.create(county=world.county, name="党群服务中心", geom=point(450, 450))
    for west in (200, 1200):
        compound = Compound.objects.create(
            county=world.county, name=f"小区{west}", geom=box(west, 200, west + 600, 600)
        )
        numbers = [row + 1 for row in block(west // 100, 2, west // 100 + 6, 6)]
        Cell.objects.filter(number__in=numbers).update(compound=compound)
    return world


@pytest.mark.parametrize("kind", ["division", "consolidation"])
def test_figures_and_findings_are_those_computed_afresh(furnished: World, kind: str) -> None:
    draft, rng = begin(furnished, kind), np.random.default_rng(11)
    made = 0
    for _ in range(6):
        with reading(draft.pk) as plan:
            todo = list(wishes(rng, plan))
        for wish in rng.permutation(np.array(todo, dtype=object)).tolist():
            try:
                operate(draft, furnished.planner, **wish)
            except Refused:
                continue
            made += 1
            check(draft)
    assert made > 25


def check(draft: Proposal) -> None:
    with reading(draft.pk) as plan:
        fresh = Plan(
            plan.ground, plan.kind, plan.units.values(), plan.labels, plan.locked,
            version=plan.version,
        )  # fmt: skip
        assert plan.grids.parts == fresh.grids.parts
        assert plan.communities.parts == fresh.communities.parts
        assert broken_rules(plan) == broken_rules(fresh)
        for level in (Level.GRID, Level.COMMUNITY):
            assert totals_of(plan, level) == pytest.approx(totals_of(fresh, level))
        households = sum(part.households for part in plan.grids.parts.values())
        assert households == plan.ground.households.sum()
        alive = {unit.number for unit in plan.live(Level.GRID)}
        assert alive == plan.grids.parts.keys() - {0}
        assert {unit.number for unit in plan.live(Level.COMMUNITY)} == (
            plan.communities.parts.keys() - {0}
        )
