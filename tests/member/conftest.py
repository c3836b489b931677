import pytest
from django.test import Client

from tests.pages.furnishing import furnish
from tests.world import World


@pytest.fixture
def town(world: World) -> World:
    """The small county with buildings, a road and a venue."""
    furnish(world)
    return world


@pytest.fixture
def phone(town: World) -> Client:
    """The member's phone, signed in."""
    client = Client()
    client.force_login(town.member)
    return client
