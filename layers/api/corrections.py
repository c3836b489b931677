"""Reported faults: pins for the planner's maps, and reports of who works in a grid."""

from typing import Annotated, Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field, StringConstraints

from gis_core.crs import GEOGRAPHIC
from grids.corrections.models import MOST_TEXT, Correction, Fault, State
from grids.corrections.queries import corrections_for
from grids.corrections.services import (
    MOST_FLOORS,
    MOST_HOUSEHOLDS,
    CorrectionFacts,
    report_correction,
)
from grids.staffing.belonging import grids_of
from layers.api.access import find_county, person
from layers.api.draft_inputs import Sent
from layers.api.geojson import Feature, as_geojson, collection
from layers.api.inputs import CountyCode
from layers.api.schemas import Facts

router = Router()

MOST_PINS = 500
Spot = tuple[Annotated[float, Field(ge=70, le=140)], Annotated[float, Field(ge=0, le=60)]]


class CorrectionBody(Sent):
    """A report; `spot` longitude and latitude."""

    key: UUID
    fault: Fault
    spot: Spot | None = None
    building: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    floors: Annotated[int, Field(ge=0, le=MOST_FLOORS)] | None = None
    households: Annotated[int, Field(ge=0, le=MOST_HOUSEHOLDS)] | None = None
    text: Annotated[str, StringConstraints(max_length=2 * MOST_TEXT)] = ""


class Pin(Facts):
    """What a pin says."""

    fault: str
    what: str
    text: str
    grid: str


@router.get("/counties/{county}/corrections", url_name="corrections")
def list_pins(request: HttpRequest, county: CountyCode) -> HttpResponse:
    """GeoJSON points of the open reports in the person's territory, the newest first."""
    found = find_county(request, county)
    rows = corrections_for(person(request)).filter(county=found.pk, state=State.OPEN)
    drawn = rows.annotate(shape=as_geojson())[:MOST_PINS]
    return collection(request, (_pin(row) for row in drawn))


@router.post("/grids/{grid}/corrections", url_name="report_correction")
def report(request: HttpRequest, grid: UUID, body: CorrectionBody) -> dict[str, Any]:
    """Keep a report; the same key again is the same report."""
    who = person(request)
    place = next((one for one in grids_of(who, timezone.localdate()) if one.pk == grid), None)
    if place is None:
        raise Http404
    facts = CorrectionFacts(
        fault=body.fault,
        text=body.text,
        point=Point(*body.spot, srid=GEOGRAPHIC) if body.spot else None,
        building=body.building,
        floors=body.floors,
        households=body.households,
    )
    made = report_correction(person=who, grid=place, facts=facts, key=body.key)
    return {"id": str(made.pk), "state": made.state}


def _pin(row: Correction) -> Feature:
    pin = Pin(
        fault=_(str(row.get_fault_display())),
        what=row.building_name,
        text=row.text,
        grid=row.grid.name,
    )
    shape: str = row.shape  # type: ignore[attr-defined]  # annotated by the query
    return Feature(row.pk, shape, pin)
