"""The units of the edition in force, or of one named, as shapes with their figures; and venues."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router

from communities.basemap.models import Venue
from communities.territory.models import Boundary
from gis_core.accounts.roles import Action
from grids.division.models import UnitFigures
from layers.api.access import find_county, scope_of, units_of
from layers.api.as_of import asked_edition, call_as_then
from layers.api.geojson import Feature, as_geojson, collection
from layers.api.inputs import CountyCode, UnitLevel
from layers.api.schemas import Figures, Named, Unit, VenueFacts

router = Router()


@router.get("/counties/{county}/units", url_name="units")
def list_units(request: HttpRequest, county: CountyCode, level: UnitLevel) -> HttpResponse:
    """GeoJSON of all units of one level; figures null where they are not the person's to see."""
    edition = asked_edition(request, find_county(request, county))
    boundaries = units_of(scope_of(request, Action.VIEW_MAP), edition).filter(level=level)
    figures = _figures(request, boundaries)
    drawn = boundaries.select_related("place", "parent").order_by("place__code")
    rows = call_as_then(edition, drawn.annotate(shape=as_geojson()))
    features = (_feature(row, figures) for row in rows)
    return collection(request, features)


@router.get("/counties/{county}/venues", url_name="venues")
def list_venues(request: HttpRequest, county: CountyCode) -> HttpResponse:
    """GeoJSON points of the county's venues; the service radius is one of its thresholds."""
    venues = (
        scope_of(request, Action.VIEW_MAP)
        .of(Venue)
        .filter(county=find_county(request, county))
        .annotate(shape=as_geojson())
        .order_by("name", "pk")
    )
    features = (
        Feature(venue.pk, venue.shape, VenueFacts.model_validate(venue)) for venue in venues
    )
    return collection(request, features)


def _figures(request: HttpRequest, boundaries: "QuerySet[Boundary]") -> dict[int, Figures]:
    rows = scope_of(request, Action.VIEW_COUNTS).of(UnitFigures).filter(boundary__in=boundaries)
    return {row.pk: Figures.model_validate(row) for row in rows.select_related("rule_set")}


def _feature(boundary: Boundary, figures: dict[int, Figures]) -> Feature:
    place = boundary.place
    unit = Unit(
        code=place.code,
        code_status=place.code_status,
        name=place.name,
        name_en=place.name_en,
        parent=Named.model_validate(boundary.parent) if boundary.parent else None,
        figures=figures.get(boundary.pk),
    )
    shape: str = boundary.shape  # type: ignore[attr-defined]  # annotated by the query
    return Feature(place.pk, shape, unit)
