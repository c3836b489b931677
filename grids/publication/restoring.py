"""Going back: a new proposal on the edition in force, filled with what a former edition had.

Nothing is undone. The proposal goes the way of all proposals, and its edition is a new one.
"""

from dataclasses import replace

import numpy as np
import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import Boundary, Edition, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level, User
from gis_core.shapes import Shapes, shape_array, shape_of
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.creating import begin_with, stand_on
from grids.proposals.drafts.grounds import communities_under, ground_of
from grids.proposals.drafts.starting import UNDIVIDED
from grids.proposals.models import Proposal
from grids.publication.names import names_in


@transaction.atomic
def restore_edition(
    *, edition: Edition, place: Place, title: str, reason: str = "", author: User | None = None
) -> Proposal:
    """A draft of a subdistrict or county as a former edition had it, names and codes too.

    Each cell goes to the grid (where there was none, the community) that most of it lay in.
    Raises Refused where the edition had nothing there, or is in force.
    """
    kind = Proposal.Kind.CONSOLIDATION
    proposal = Proposal(kind=kind, place=place, title=title, reason=reason, author=author)
    stand_on(proposal, place)
    if edition.county_id != proposal.county_id or edition.pk == proposal.edition_id:
        raise Refused("no_former_edition", _("请选本县一个从前的版次。"))
    ground = ground_of(proposal)
    units, outlines = _units(edition, place)
    if not len(outlines):
        text = _("第 %(number)s 版在“%(place)s”没有社区，不能据以恢复。")
        raise Refused("nothing_then", text % {"number": edition.number, "place": place.name})
    labels = np.array(list(outlines), np.int32)[_lain_in(ground.shapes, list(outlines.values()))]
    living = set(labels.tolist())
    living |= {one.parent for one in units if one.number in living}
    kept = [one for one in units if one.number in living or one.place]
    states = [replace(one, retired=one.number not in living) for one in kept]
    locked = np.zeros(ground.size, np.bool_)
    begin_with(proposal, Plan(ground, kind, states, labels, locked))
    return proposal


def _units(edition: Edition, place: Place) -> tuple[list[UnitState], dict[int, Boundary]]:
    """The units of that edition, and the outlines by number of those that share out the ground:
    grids, and for communities without any what stands for their undivided ground."""
    names = names_in(edition)
    communities = list(communities_under(edition, place))
    inside = [row.place_id for row in communities]
    grids = list(boundaries_of(edition, Level.GRID).filter(parent__in=inside))
    number_of = {row.place_id: number for number, row in enumerate([*communities, *grids], 1)}
    units = [
        UnitState(
            number=number_of[row.place_id],
            level=row.level,
            name=names[row.place_id].name,
            code=names[row.place_id].code,
            place=str(row.place_id),
            parent=number_of.get(row.parent_id) if row.parent_id else None,
        )
        for row in [*communities, *grids]
    ]
    outlines = {number_of[row.place_id]: row for row in grids}
    bare = [row for row in communities if row.place_id not in {one.parent_id for one in grids}]
    for number, row in enumerate(bare, len(units) + 1):
        name = f"{names[row.place_id].name}{UNDIVIDED}"
        units.append(UnitState(number, Level.GRID, name, parent=number_of[row.place_id]))
        outlines[number] = row
    return units, outlines


def _lain_in(cells: Shapes, rows: list[Boundary]) -> Codes:
    """(n,) the row of `rows` that most of each cell lies in; of none, the nearest."""
    outlines = shape_array(map(shape_of, rows))
    tree = shapely.STRtree(outlines)
    found = np.asarray(tree.nearest(shapely.point_on_surface(cells)), np.int64)
    cell, row = tree.query(cells, predicate="intersects")
    shared = shapely.area(shapely.intersection(cells[cell], outlines[row]))
    order = np.lexsort((-row, shared))
    order = order[shared[order] > 0]
    found[cell[order]] = row[order]
    return found.astype(np.int32)
