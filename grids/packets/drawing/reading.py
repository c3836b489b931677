"""Reading what the maps of a proposal show."""

import re
from collections.abc import Iterator

import numpy as np
import shapely

from communities.basemap.around import (
    Box,
    Features,
    barriers_within,
    buildings_within,
    ground_within,
    venues_within,
)
from communities.basemap.models import BarrierClass
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, reproject
from gis_core.shapes import Shapes, shape_array
from grids.packets.drawing.ground import Around, Maps, State, Units, Wording
from grids.packets.surroundings import (
    communities_beyond,
    has_ground,
    outlines_in,
    window_around,
    zone_of,
)
from grids.proposals.drafting.comparing import moved_rows
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import LEVELS, Side
from grids.proposals.models import Proposal
from grids.publication.drafts import undivided

BEYOND = 0.12  # of the greater extent: so far around the units the map is read
LONG = 7  # letters: a longer name may be written in two lines
_ORDINAL = re.compile(r"(第.+)网格$")


def read_maps(proposal: Proposal, before: Side, after: Side) -> Maps:
    """Both states and the ground around them; `before` and `after` of `drafts.comparing`."""
    own, other = before.plan, after.plan
    window = window_around(own, BEYOND)
    srid = zone_of(own)
    return Maps(
        before=_state(own, srid),
        after=_state(other, srid),
        moved=reproject(_moved(own, other), GEOGRAPHIC, srid),
        around=_around(proposal, own, window, srid),
        by_grid=proposal.kind == Proposal.Kind.DIVISION,
    )


def _moved(before: Plan, after: Plan) -> Shapes:
    """The ground that changes hands, in pieces (EPSG:4490). What was in no grid before and only
    comes to one is no change of hands: in a first division that would be everything."""
    longer = max(before.ground, after.ground, key=lambda ground: ground.size)
    rows = moved_rows(before, after, LEVELS)
    bare = [unit.number for unit in before.live(Level.GRID) if undivided(unit)]
    was_bare = np.isin(before.labels[longer.whole[rows]], [*bare, NOBODY])
    regrouped = np.isin(rows, moved_rows(before, after, [Level.COMMUNITY]))
    kept = rows[~was_bare | regrouped]
    return shape_array(shapely.get_parts(shapely.coverage_union_all(longer.shapes[kept])))


def _state(plan: Plan, srid: int) -> State:
    """The units that have ground; grids of one community stand together."""
    communities = [unit for unit in plan.live(Level.COMMUNITY) if has_ground(plan, unit)]
    grids = [
        (row, grid)
        for row, community in enumerate(communities)
        for grid in plan.children(community.number)
        if has_ground(plan, grid)
    ]
    return State(
        Units([((unit.name,),) for unit in communities], outlines_in(plan, communities, srid)),
        Units(
            [tuple(_wordings(grid, communities[row].name)) for row, grid in grids],
            outlines_in(plan, (grid for _row, grid in grids), srid),
        ),
        np.array([row for row, _grid in grids], np.int32),
    )


def _wordings(grid: UnitState, community: str) -> Iterator[Wording]:
    """Its name without its community's, in one line and in two; else the end of its code."""
    name = grid.name.removeprefix(community) or grid.name
    yield (name,)
    if len(name) >= LONG:
        yield name[: (len(name) + 1) // 2], name[(len(name) + 1) // 2 :]
    if grid.code:
        yield (grid.code[12:],)
    elif found := _ORDINAL.search(name):
        yield (found[1],)


def _around(proposal: Proposal, plan: Plan, window: Box, srid: int) -> Around:
    county = proposal.county
    names, shapes = communities_beyond(proposal, plan, window, srid)
    return Around(
        neighbours=Units([((name,),) for name in names], shapes),
        barriers=_metric(barriers_within(county, window, [*BarrierClass]), srid),
        ground=_metric(ground_within(county, window), srid),
        buildings=_metric(buildings_within(county, window), srid).shapes,
        venues=_metric(venues_within(county, window), srid),
    )


def _metric(found: Features, srid: int) -> Features:
    return Features(found.kinds, found.names, reproject(found.shapes, GEOGRAPHIC, srid))
