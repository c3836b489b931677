"""Categories as services, orders as service requests, in the names of GeoReport v2."""

import datetime
from typing import Any

from grids.dispatch.models import Category, Order
from grids.dispatch.states import ENDED


def service_row(category: Category) -> dict[str, Any]:
    return {
        "service_code": category.code,
        "service_name": category.name,
        "description": category.name_en or category.name,
        "metadata": False,
        "type": "realtime",
        "keywords": category.name_en,
        "group": "",
    }


def request_row(order: Order, updated_at: datetime.datetime, *, in_words: bool) -> dict[str, Any]:
    """An order without the name, phone and page of whoever called; `in_words` for who holds a key:
    what a resident wrote may tell of people, and is not for everybody."""
    ended = order.state in ENDED
    return {
        "service_request_id": order.number,
        "status": "closed" if ended else "open",
        "status_notes": order.get_state_display(),
        "service_name": order.category.name,
        "service_code": order.category.code,
        "description": order.title if in_words else "",
        "agency_responsible": order.unit.name if order.unit else "",
        "service_notice": "",
        "requested_datetime": order.made_at.isoformat(timespec="seconds"),
        "updated_datetime": updated_at.isoformat(timespec="seconds"),
        "expected_datetime": order.due_at.isoformat(timespec="seconds") if order.due_at else "",
        "address": order.address,
        "address_id": "",
        "zipcode": "",
        "lat": round(order.geom.y, 6),
        "long": round(order.geom.x, 6),
        "media_url": "",
    }


def discovery_rows(here: str) -> list[dict[str, Any]]:
    """The one endpoint there is, as GeoReport's service discovery lists it."""
    return [
        {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": here,
            "type": "production",
            "formats": "text/xml,application/json",
        }
    ]
