"""The page of who works in a grid, and what they report."""

import uuid
from typing import Any

from django.contrib.gis.geos import Point

from gis_core.accounts.roles import Action
from grids.corrections.models import Fault
from grids.corrections.services import CorrectionFacts, report_correction
from tests.permissions.row import SIGNED_IN, Given, reads, sends
from tests.world import World, lonlat

MEMBERS = "GRF GRP UNT OFF VOL"  # whoever has a role in the grid
VIEW, ANSWER = Action.VIEW_CORRECTION, Action.ANSWER_CORRECTION
OWN = {"elsewhere": 200}  # their own territory's, in the same county
SECRETS = {"多出一栋新楼": "PLN STM COM REV GRF"}
KEY = "0f7a5f0e-6c5b-4a44-9f5a-3b1c0d2e4f60"


def lay_out(world: World, known: Given) -> dict[str, Any]:
    spot = Point(*lonlat(250, 250), srid=4490)
    made = report_correction(
        person=world.member,
        grid=world.grids[0],
        facts=CorrectionFacts(Fault.BUILDING_MISSING, "多出一栋新楼", spot),
        key=uuid.uuid4(),
    )
    return {"correction": made.pk, "grid": world.grids[0].pk}


def _said(known: Given) -> dict[str, Any]:
    lon, lat = lonlat(250, 260)
    return {"key": KEY, "fault": "building_missing", "lon": lon, "lat": lat}


def _sent(known: Given) -> dict[str, Any]:
    return {"key": KEY, "fault": "building_missing", "spot": lonlat(250, 260)}


ROWS = [
    reads("my_grids", SIGNED_IN),  # one's own and nothing else
    reads("my_worker", SIGNED_IN),
    reads("my_grid", MEMBERS),
    sends("report_correction", MEMBERS, body=_said),
    sends("api:report_correction", MEMBERS, yes=200, body=_sent),
    reads("api:corrections", Action.VIEW_MAP),  # without the right, an empty list
    reads("corrections", VIEW, others=OWN),
    reads("correction", VIEW),
    sends("correction", ANSWER, body={"version": 0, "state": "done"}),
]
