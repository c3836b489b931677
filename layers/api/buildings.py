"""One building, asked for by the id its tile carries."""

from django.contrib.gis.db.models.functions import PointOnSurface
from django.http import Http404, HttpRequest
from ninja import Router

from communities.basemap.models import Building
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from layers.api.access import find_county, scope_of, units_of
from layers.api.as_of import asked_edition, call_as_then
from layers.api.inputs import CountyCode, Key
from layers.api.schemas import BuildingFacts, Named

router = Router()

COUNTS = ("dwellings", "households_registered", "households_resident", "population")


@router.get("/counties/{county}/buildings/{pk}", response=BuildingFacts, url_name="building")
def show_building(request: HttpRequest, county: CountyCode, pk: Key) -> BuildingFacts:
    """What is known of one building, and the units it lies in."""
    building = _find(request, county, pk)
    counted = scope_of(request, Action.VIEW_COUNTS).of(Building).filter(pk=pk).exists()
    units = _units_around(request, building)
    compound = building.compound
    return BuildingFacts(
        id=building.pk,
        name=building.name,
        address=building.address,
        use=building.use,
        use_label=building.get_use_display(),
        floors=building.floors,
        count_source=building.count_source,
        count_source_label=building.get_count_source_display(),
        compound=Named.model_validate(compound) if compound else None,
        community=units.get(Level.COMMUNITY),
        grid=units.get(Level.GRID),
        **{name: getattr(building, name) if counted else None for name in COUNTS},
    )


def _find(request: HttpRequest, county: str, pk: int) -> Building:
    found = (
        scope_of(request, Action.VIEW_MAP)
        .of(Building)
        .filter(pk=pk, county=find_county(request, county))
        .annotate(spot=PointOnSurface("geom"))
        .select_related("compound", "county")
        .defer("geom", "geom_3857", "compound__geom", "compound__geom_3857")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _units_around(request: HttpRequest, building: Building) -> dict[str, Named]:
    """The community and the grid around the building, by level."""
    spot = building.spot  # type: ignore[attr-defined]  # annotated by the query
    edition = asked_edition(request, building.county)
    units = units_of(scope_of(request, Action.VIEW_MAP), edition)
    around = units.filter(geom__intersects=spot, level__in=[Level.COMMUNITY, Level.GRID])
    rows = call_as_then(edition, around.select_related("place", "parent"))
    return {row.level: Named.model_validate(row.place) for row in rows}
