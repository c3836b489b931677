import pytest
from django.test import Client
from django.urls import reverse

from gis_core.accounts.roles import Role
from gis_core.outbox.models import Message
from gis_core.outbox.services import put
from tests.world import World, appoint, make_world, person


def dead_message(world: World, key: str = "order-1") -> Message:
    values = {"kind": "order", "to": "wang@example.cn", "subject": "派单<b>", "body": "请签收。"}
    message = put(dedupe_key=key, county_key=world.county.pk, **values)  # type: ignore[arg-type]
    Message.objects.filter(pk=message.pk).update(state=Message.State.DEAD, last_error="554 no")
    message.refresh_from_db()
    return message


@pytest.fixture
def dispatcher(world: World) -> Client:
    who = person("dispatcher")
    appoint(who, Role.DISPATCHER, world.county)
    client = Client()
    client.force_login(who)
    return client


def test_what_is_dead_is_seen_without_the_address_and_sent_again_once(
    world: World, dispatcher: Client
) -> None:
    message = dead_message(world)
    page = dispatcher.get(reverse("outbox", args=["629931"])).content.decode()
    assert "w***@example.cn" in page
    assert "wang@example.cn" not in page
    assert "派单&lt;b&gt;" in page
    assert "554 no" in page
    address = reverse("send_again", args=["629931", message.pk])
    assert dispatcher.post(address).status_code == 428
    assert dispatcher.post(address, {"version": "99"}).status_code == 409
    assert dispatcher.post(address, {"version": str(message.version)}).status_code == 302
    assert dispatcher.post(address, {"version": str(message.version)}).status_code == 409
    message.refresh_from_db()
    assert message.state == Message.State.WAITING


def test_another_county_s_messages_are_not_there(world: World, dispatcher: Client) -> None:
    elsewhere = dead_message(make_world("629932"), "elsewhere")
    assert dispatcher.get(reverse("outbox", args=["629932"])).status_code == 404
    address = reverse("send_again", args=["629931", elsewhere.pk])
    assert dispatcher.post(address, {"version": "1"}).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.state == Message.State.DEAD
