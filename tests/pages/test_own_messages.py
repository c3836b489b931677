"""Everybody says where they are written to, and of what."""

import pytest
from django.test import Client

from gis_core.accounts.models import User
from gis_core.outbox.models import Kind, Muted
from tests.world import World


@pytest.fixture
def browser_of_the_reviewer(world: World) -> Client:
    client = Client()
    client.force_login(world.reviewer)
    return client


@pytest.mark.django_db
def test_what_is_not_ticked_is_muted(world: World, browser_of_the_reviewer: Client) -> None:
    client = browser_of_the_reviewer
    assert client.get("/messages/").content.decode().count(" checked") == len(Kind)
    said = {"email": "rev@example.cn", "kinds": ["case"]}
    assert client.post("/messages/", said).status_code == 302
    assert User.objects.get(pk=world.reviewer.pk).email == "rev@example.cn"
    assert set(Muted.objects.values_list("kind", flat=True)) == {"order", "late"}
    page = client.get("/messages/").content.decode()
    assert page.count(" checked") == 1
    assert 'value="rev@example.cn"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["nobody", "a@b\nBcc: x@y.cn", "a" * 300 + "@example.cn"])
def test_what_is_no_address_is_refused_and_stays_written(
    world: World, browser_of_the_reviewer: Client, email: str
) -> None:
    answer = browser_of_the_reviewer.post("/messages/", {"email": email, "kinds": ["nothing"]})
    assert answer.status_code == 422
    assert User.objects.get(pk=world.reviewer.pk).email == ""
    assert not Muted.objects.exists()
