"""Asking the API as the map page does."""

from typing import Any

from django.test import Client

from gis_core.accounts.models import User

COUNTY = "/api/counties/629931"


def get(user: User | None, address: str, **headers: str) -> Any:
    """The response to `user`, who has signed in; None has not."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(address, headers=headers)


def read(user: User, address: str) -> Any:
    """The JSON of an answer that must succeed."""
    response = get(user, address)
    assert response.status_code == 200, response.content
    return response.json()


def units(user: User, level: str) -> dict[str, Any]:
    """The properties of the units of one level by their names."""
    found = read(user, f"{COUNTY}/units?level={level}")["features"]
    return {feature["properties"]["name"]: feature["properties"] for feature in found}
