"""The counties a person may see, and what the map page asks first about one."""

from django.contrib.gis.db.models import Extent
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router

from communities.basemap.models import Building, Venue
from communities.territory.models import Boundary, County, Edition, Place, RuleSet
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from grids.division.models import UnitFigures
from layers.api.access import counties_of, find_county, scope_of, units_of
from layers.api.as_of import asked_edition
from layers.api.inputs import CountyCode
from layers.api.schemas import (
    Box,
    CountyCounts,
    CountyFacts,
    CountyName,
    EditionFacts,
    Rights,
    RuleSetFacts,
)
from layers.tiles.versions import map_state

router = Router()


@router.get("/counties", response=list[CountyName], url_name="counties")
def list_counties(request: HttpRequest) -> list[County]:
    """The counties the person may see, by code."""
    return counties_of(request)


@router.get("/counties/{county}", response=CountyFacts, url_name="county")
def show_county(request: HttpRequest, county: CountyCode) -> CountyFacts:
    """The state of one county's map, its rules, and what the person may do there."""
    found = find_county(request, county)
    state = map_state(county)
    edition = asked_edition(request, found)
    rule_sets = RuleSet.objects.filter(county=found).prefetch_related("thresholds")
    rule_set = rule_sets.order_by("-number").first()
    return CountyFacts(
        code=found.code,
        name=found.name,
        name_en=found.name_en,
        edition=EditionFacts.model_validate(edition) if edition else None,
        version=state.version if state else "0-0",
        rule_set=RuleSetFacts.model_validate(rule_set) if rule_set else None,
        extent=_extent(found, edition),
        counts=_counts(request, found, edition),
        may=_rights(request, found),
    )


def _extent(county: County, edition: Edition | None) -> Box | None:
    """West, south, east, north of all boundaries; of the buildings before there are any."""
    rows: QuerySet[Boundary] | QuerySet[Building] = Building.objects.filter(county=county)
    if edition is not None:
        rows = Boundary.objects.of_edition(edition)
    extent: Box | None = rows.aggregate(box=Extent("geom"))["box"]
    return extent


def _counts(request: HttpRequest, county: County, edition: Edition | None) -> CountyCounts:
    visible = scope_of(request, Action.VIEW_MAP)
    units = units_of(visible, edition)
    levels = list(units.values_list("level", flat=True))
    communities = units.filter(level=Level.COMMUNITY)
    households, population, share = _sums(request, communities)
    return CountyCounts(
        communities=levels.count(Level.COMMUNITY),
        grids=levels.count(Level.GRID),
        buildings=visible.of(Building).filter(county=county).count(),
        venues=visible.of(Venue).filter(county=county).count(),
        households=households,
        population=population,
        estimated_share=share,
    )


def _sums(
    request: HttpRequest, communities: "QuerySet[Boundary]"
) -> tuple[int | None, int | None, float | None]:
    """Households, people and the estimated share of households of the whole county.

    Null unless the person may see the counts of every community: a sum over some of them
    would pass for the county's.
    """
    rows = list(
        scope_of(request, Action.VIEW_COUNTS)
        .of(UnitFigures)
        .filter(boundary__in=communities)
        .values_list("households", "population", "estimated_households")
    )
    if not rows or len(rows) < communities.count():
        return None, None, None
    households, population, estimated = (sum(column) for column in zip(*rows, strict=True))
    return households, population, estimated / households if households else None


def _rights(request: HttpRequest, county: County) -> Rights:
    def may(action: Action) -> bool:
        """Anywhere in the county: in all of it, or in a place of it."""
        scope = scope_of(request, action)
        own = Place.objects.filter(pk__in=scope.places, county=county)
        return county.pk in scope.counties or own.exists()

    return Rights(
        view_counts=may(Action.VIEW_COUNTS),
        view_draft=may(Action.VIEW_DRAFT),
        edit_draft=may(Action.EDIT_DRAFT),
    )
