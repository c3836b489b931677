"""Find my grid: for anyone, with nothing personal in it."""

from typing import Any

from tests.permissions.row import ANYONE, Given, reads, sends
from tests.world import World, lonlat


def lay_out(world: World, known: Given) -> dict[str, Any]:
    return {"public_grid": world.grids[0].pk, "public_code": world.grids[0].code}


def _here(known: Given) -> dict[str, float]:
    lon, lat = lonlat(250, 250)
    return {"lon": lon, "lat": lat}


# The duty line of the grid's officer and of its unit (rows/staffing.py): they are for the public.
DUTY_LINES = ("0939-6210001", "0939-6210110")

ROWS = [
    reads("find_grid", ANYONE),
    sends("find_grid", ANYONE, body=_here),
    reads("public_grid", ANYONE, at={"code": "public_code"}, tells=DUTY_LINES),
    reads("public_grid_by_key", ANYONE, at={"key": "public_grid"}, tells=DUTY_LINES),
]
