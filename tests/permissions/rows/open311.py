"""The interface for other systems, and its keys: whoever signs in has no part in the interface."""

from typing import Any

from gis_core.accounts.roles import Action
from layers.open311.keys import issue_key
from tests.permissions.row import ANYONE, Given, Row, reads, sends
from tests.world import World

HERE = "?jurisdiction_id=629931"
KEEP = Action.KEEP_KEYS


def lay_out(world: World, known: Given) -> dict[str, Any]:
    key, _told = issue_key(county=world.county, client="数字城管")
    return {"interface_key": key.pk}


def _open(route: str, **values: str) -> list[Row]:
    """Anyone, in both formats."""
    return [
        reads(f"open311:{route}", ANYONE, values={"form": form, **values}, query=HERE)
        for form in ("json", "xml")
    ]


ROWS = [
    *_open("discovery"),
    *_open("services"),
    *_open("definition", code="sanitation"),
    *_open("requests"),
    reads(
        "open311:request", ANYONE, yes=404, at={"number": "order_number"},
        values={"form": "json"}, query=HERE,
    ),  # what did not come in this way
    reads(
        "open311:token", ANYONE, yes=404, at={"number": "order_number"},
        values={"form": "json"}, query=HERE,
    ),
    sends(
        "open311:requests", ANYONE, yes=403, values={"form": "json"}, query=HERE,
        body={"service_code": "sanitation"},
    ),  # without a key
    reads("interface_keys", KEEP),
    sends("interface_keys", KEEP, yes=200, body={"client": "城市大脑"}),
    sends("end_interface_key", KEEP, at={"key": "interface_key"}),
]  # fmt: skip
