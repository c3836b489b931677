"""From rows to a case: everything the checks need of the database, read in one place."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F, FloatField, Func

from communities.basemap.models import CellSet, Compound, MapRevision, Venue
from communities.territory.models import County, Designation, Place
from communities.territory.queries import (
    boundaries_of,
    edition_scheduled,
    edition_to_plan_on,
    rule_set_in_force,
)
from communities.territory.rules import RuleKey
from gis_core.accounts.models import Level
from gis_core.crs import working_srid
from gis_core.shapes import read_shapes
from grids.checklist.case import Case, Limit, Standing, VenueAt
from grids.checklist.certifying import Certificate
from grids.checklist.counting import counts_of
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.grounds import communities_under
from grids.proposals.models import Proposal, ProposalUnit

LEVELS = (Level.COMMUNITY, Level.GRID)


def read_case(proposal: Proposal, plan: Plan, certificate: Certificate | None = None) -> Case:
    """The draft's plan, and what it is judged by, as the database has it now."""
    venues = _venues(proposal)
    bearers, codes = _codes(proposal)
    return Case(
        plan=plan,
        zone=working_srid(_middle(plan)),
        limits=_limits(proposal),
        outlines=read_shapes(communities_under(proposal.edition, proposal.place)),
        drawn=_drawn(proposal),
        venues=venues,
        compounds=_compounds(plan),
        bearers=bearers,
        codes=codes,
        names=_names_elsewhere(proposal),
        standing=_standing(proposal),
        counts=counts_of(proposal, plan),
        certificate=certificate,
    )


def _middle(plan: Plan) -> float:
    """A longitude inside the draft."""
    shapes = plan.ground.shapes
    return float(shapes[0].centroid.x) if len(shapes) else 105.0


def _limits(proposal: Proposal) -> dict[RuleKey, Limit]:
    rows = proposal.rule_set.thresholds.all()
    return {RuleKey(row.key): Limit(row.label, row.value, row.unit, row.source) for row in rows}


def _drawn(proposal: Proposal) -> dict[int, float]:
    area: Any = Func(F("geom"), function="ST_Area", output_field=FloatField())
    rows = ProposalUnit.objects.filter(proposal=proposal, geom__isnull=False)
    return dict(rows.annotate(area=area).values_list("number", "area"))


def _venues(proposal: Proposal) -> tuple[VenueAt, ...]:
    rows = Venue.objects.filter(county=proposal.county_id).order_by("pk")
    return tuple(VenueAt(row.name, row.area_m2, row.geom.x, row.geom.y) for row in rows)


def _compounds(plan: Plan) -> dict[int, str]:
    ids = plan.ground.table.compound_ids
    return dict(Compound.objects.filter(pk__in=ids).values_list("pk", "name"))


def _codes(proposal: Proposal) -> tuple[Mapping[str, frozenset[str]], dict[str, str]]:
    """Who bears or bore each code of a community or grid of the county; who bears which now."""
    places = Place.objects.filter(county=proposal.county_id, level__in=LEVELS)
    now = [(str(key), code) for key, code in places.values_list("pk", "code")]
    past = Designation.objects.filter(place__in=places).values_list("place", "code")
    bearers: dict[str, set[str]] = defaultdict(set)
    for key, code in [*now, *((str(key), code) for key, code in past)]:
        bearers[code].add(key)
    return {code: frozenset(keys) for code, keys in bearers.items()}, dict(now)


def _names_elsewhere(proposal: Proposal) -> frozenset[str]:
    """Names of the communities the draft leaves out."""
    inside = communities_under(proposal.edition, proposal.place).values("place")
    others = boundaries_of(proposal.edition, Level.COMMUNITY).exclude(place__in=inside)
    return frozenset(others.values_list("place__name", flat=True))


def _newest_edition(county: County) -> int:
    """The number of the edition to plan on, or of one that waits for its day."""
    scheduled = edition_scheduled(county)
    return max(edition_to_plan_on(county).number, scheduled.number if scheduled else 0)


def _standing(proposal: Proposal) -> Standing:
    county, cell_set = proposal.county, proposal.cell_set
    revision = MapRevision.objects.filter(county=county.pk).values_list("number", flat=True).first()
    newest = CellSet.objects.filter(county=county.pk, edition=proposal.edition_id).latest(
        "built_at"
    )
    return Standing(
        edition=(proposal.edition.number, _newest_edition(county)),
        rule_set=(proposal.rule_set.number, rule_set_in_force(county).number),
        revision=(cell_set.map_revision, cell_set.map_revision if revision is None else revision),
        cells_anew=newest.pk != cell_set.pk,
    )
