"""A real worker, really killed between handing a message over and writing that down."""

import signal
import threading
import time
import uuid
from email.message import Message as Mail

import pytest

from gis_core.outbox.models import Message
from gis_core.outbox.services import put
from tests.jobs.handlers import Workers, wait_until
from tests.outbox.sink import TAKEN, Sink


@pytest.mark.django_db(transaction=True)
def test_the_next_sender_hands_it_over_under_the_same_name(
    start_worker: Workers, sink: Sink
) -> None:
    handed_over, killed = threading.Event(), threading.Event()

    def wait_for_the_kill(_letter: Mail) -> str:
        handed_over.set()
        killed.wait(30)
        return TAKEN

    sink.answer = wait_for_the_kill
    values = {"kind": "order", "to": "wang@example.cn", "subject": "派单", "body": "请签收。"}
    message = put(dedupe_key="order-1", county_key=uuid.uuid4(), **values)  # type: ignore[arg-type]
    told = {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "OUTBOX_LEASE_SECONDS": "1"}
    first = start_worker(**told)
    assert handed_over.wait(30)
    first.send_signal(signal.SIGKILL)
    first.wait()
    killed.set()
    sink.answer = lambda _letter: TAKEN
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.WAITING, 1)
    time.sleep(1)  # the lease of the dead
    start_worker(**told)
    wait_until(lambda: Message.objects.get(pk=message.pk).state == Message.State.SENT)
    assert Message.objects.get().attempts == 2
    assert len(sink.names) == 2
    assert len(set(sink.names)) == 1
