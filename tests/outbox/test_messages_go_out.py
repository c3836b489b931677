import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from gis_core.outbox.models import Channel, Message
from gis_core.outbox.sending import send_waiting
from gis_core.outbox.services import NotSentAgain, put, send_again
from gis_core.outbox.waiting import MOST_TRIES, pause_after
from tests.at_once import at_once
from tests.outbox.sink import Sink

State = Message.State
COUNTY = uuid.uuid4()


def put_one(key: str = "order-1", to: str = "wang@example.cn", **more: str) -> Message:
    values = {"kind": "order", "subject": "派单提醒", "body": "请签收。", **more}
    return put(to=to, dedupe_key=key, county_key=COUNTY, **values)  # type: ignore[arg-type]


def make_due(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now())


@pytest.mark.django_db
def test_a_message_goes_out_once_and_is_marked(sink: Sink) -> None:
    message = put_one()
    assert (send_waiting(), send_waiting()) == (1, 0)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)
    [letter] = sink.letters
    assert letter["To"] == "wang@example.cn"
    assert str(message.pk) in letter["Message-ID"]


@pytest.mark.django_db
def test_the_same_key_is_the_same_message() -> None:
    assert put_one() == put_one(body="另一份正文")
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_put_by_many_at_once_is_one_row() -> None:
    at_once(lambda _n: put_one().pk, 8)
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_told(sink: Sink) -> None:
    def write_and_fail() -> None:
        with transaction.atomic():
            put_one()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert (send_waiting(), sink.letters) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_many_senders_hand_each_message_over_once(sink: Sink) -> None:
    for number in range(24):
        put_one(f"order-{number}")
    at_once(lambda _n: send_waiting(), 6)
    assert len(sink.names) == len(set(sink.names)) == 24
    assert set(Message.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


@pytest.mark.django_db
def test_a_refusal_for_now_is_tried_again_later_and_later(sink: Sink) -> None:
    sink.answer = lambda _letter: "451 try again later"
    message = put_one()
    for tries in (1, 2, 3):
        assert send_waiting() == 0
        message.refresh_from_db()
        assert message.state == State.WAITING
        wait = message.next_try_at - timezone.now()
        assert pause_after(tries) - timedelta(seconds=30) < wait <= pause_after(tries)
        make_due(message)
    sink.answer = lambda _letter: "250 OK"
    assert send_waiting() == 1
    assert len(set(sink.names)) == 1


@pytest.mark.django_db
def test_poison_ends_dead_and_holds_nobody_up(sink: Sink) -> None:
    sink.answer = lambda letter: "554 no" if letter["To"] == "no@example.cn" else "250 OK"
    refused = put_one("order-1", to="no@example.cn")
    not_an_address = put_one("order-2", to="王网格员\r\nBcc: all@example.cn")
    put_one("order-3", subject="派单\r\nBcc: all@example.cn")
    assert send_waiting() == 1
    for message in (refused, not_an_address):
        message.refresh_from_db()
        assert message.state == State.DEAD
        assert message.last_error
    assert all(letter["Bcc"] is None for letter in sink.letters)


@pytest.mark.django_db
def test_a_message_that_used_up_its_tries_is_dead_until_it_is_sent_again(sink: Sink) -> None:
    sink.answer = lambda _letter: "451 try again later"
    message = put_one()
    for _ in range(MOST_TRIES):
        make_due(message)
        send_waiting()
    message.refresh_from_db()
    assert (message.state, len(sink.letters)) == (State.DEAD, MOST_TRIES)
    sink.answer = lambda _letter: "250 OK"
    again = send_again(message=message, seen_version=message.version)
    assert (again.state, send_waiting()) == (State.WAITING, 1)
    with pytest.raises(NotSentAgain):
        send_again(message=message, seen_version=message.version)


@pytest.mark.django_db
def test_a_message_that_kills_every_sender_is_given_up(sink: Sink) -> None:
    message = put_one()
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.filter(pk=message.pk).update(tries_left=0, lease_until=past)
    assert (send_waiting(), sink.letters) == (0, [])
    message.refresh_from_db()
    assert message.state == State.DEAD
    assert "中断" in message.last_error


@pytest.mark.django_db
def test_a_mail_server_that_is_away_costs_one_message_one_try(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for number in range(3):
        put_one(f"order-{number}")
    assert send_waiting() == 0
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert set(Message.objects.values_list("state", flat=True)) == {State.WAITING}


@pytest.mark.django_db
def test_a_channel_nobody_configured_keeps_its_messages(settings: Settings) -> None:
    settings.OUTBOX_ADAPTERS = {"email": "", "sms": ""}
    message = put_one()
    assert send_waiting() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.WAITING, 0)


@pytest.mark.django_db
def test_a_gateway_that_fetches_files_finds_a_whole_one_once(
    settings: Settings, tmp_path: Path
) -> None:
    settings.OUTBOX_FOLDER = str(tmp_path)
    settings.OUTBOX_ADAPTERS = {"sms": "gis_core.outbox.adapters.send_to_folder"}
    message = put_one(to="13900000000", channel=Channel.SMS)
    assert send_waiting() == 1
    Message.objects.update(state=State.WAITING, sent_at=None)  # killed before it was marked
    assert send_waiting() == 1
    [file] = tmp_path.iterdir()
    said = json.loads(file.read_text(encoding="utf-8"))
    assert (said["key"], said["body"]) == (str(message.pk), "请签收。")
