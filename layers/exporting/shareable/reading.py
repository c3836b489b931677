"""Reading what the shareable map of a community, a covering unit or a proposal shows."""

from collections.abc import Collection
from uuid import UUID

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.basemap.around import Features, barriers_within
from communities.territory.models import County, Edition, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.shapes import Shapes, read_shapes, shape_array
from grids.proposals.drafting.outlines import outline_of
from grids.proposals.drafts.comparing import Side, edition_of, version_of
from grids.proposals.models import Proposal
from layers.exporting.shareable.contents import ORIENTING, Layer, ShareableMap, window_of


def map_of_community(edition: Edition, community: Place, grids: Collection[UUID]) -> ShareableMap:
    """A community with those of its grids that may be shown."""
    rows = boundaries_of(edition, Level.COMMUNITY).filter(place=community.pk)
    layer = _layer_of(edition, grids, read_shapes(rows))
    return _map(edition.county, community.name, edition, [layer])


def map_of_grids(edition: Edition, title: str, grids: Collection[UUID]) -> ShareableMap:
    """The grids a covering unit covers."""
    layer = _layer_of(edition, grids, shape_array([]))
    return _map(edition.county, title, edition, [layer])


def map_of_proposal(proposal: Proposal) -> ShareableMap:
    """Both states of a proposal; the proposed one is looked at first."""
    layers = [
        _layer_of_side(edition_of(proposal), _("现状网格")),
        _layer_of_side(version_of(proposal, None), _("方案网格")),
    ]
    return _map(proposal.county, proposal.title, proposal.edition, layers)


def _layer_of(edition: Edition, grids: Collection[UUID], outlines: Shapes) -> Layer:
    rows = boundaries_of(edition, Level.GRID).filter(place__in=grids).order_by("place__code")
    names = list(rows.values_list("place__name", flat=True))
    return Layer(_("现状网格"), names, read_shapes(rows), outlines)


def _layer_of_side(side: Side, title: str) -> Layer:
    plan = side.plan
    grids = [(unit.name, outline_of(plan, unit.number)) for unit in plan.live(Level.GRID)]
    drawn = [(name, shape) for name, shape in grids if shape is not None]
    outlines = [outline_of(plan, unit.number) for unit in plan.live(Level.COMMUNITY)]
    return Layer(
        title,
        [name for name, _shape in drawn],
        shape_array(shape for _name, shape in drawn),
        shape_array(shape for shape in outlines if shape is not None),
    )


def _map(county: County, title: str, edition: Edition, layers: list[Layer]) -> ShareableMap:
    window = window_of(layers)
    nothing = Features([], [], np.empty(0, dtype=object))
    return ShareableMap(
        title=title,
        edition=_("第 %(number)s 版区划") % {"number": edition.number},
        day=_("%(day)s 制图") % {"day": timezone.localdate().isoformat()},
        source=_("来源：%(county)s底图") % {"county": county.name},
        layers=layers,
        around=barriers_within(county, window, ORIENTING) if window else nothing,
    )
