"""The sender: claims a message by a lease, hands it over, writes down how it went.

Every worker does this between jobs, as many at once as there are. A message is claimed in a
transaction of its own and handed over outside of any: a slow gateway holds no lock.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from gis_core.outbox.adapters import Letter, Undeliverable, Unreachable
from gis_core.outbox.models import Message
from gis_core.outbox.waiting import MOST_TRIES, pause_after

log = logging.getLogger(__name__)

BUDGET_SECONDS = 10.0  # lost jobs are looked for by the same thread
DIED = "发送进程多次中断，内容可能有误"

State = Message.State


def send_waiting() -> int:
    """Send what is due, oldest first, for ten seconds at most; says how many went out.

    A channel nothing is configured for is left alone: its messages wait, however long.
    """
    end, sent = time.monotonic() + BUDGET_SECONDS, 0
    open_channels = {name for name, path in settings.OUTBOX_ADAPTERS.items() if path}
    while open_channels and time.monotonic() < end:
        message = _claim(open_channels)
        if message is None:
            break
        try:
            sent += _send(message)
        except Unreachable as error:
            _put_off(message, str(error))
            open_channels.discard(message.channel)
    return sent


def _claim(channels: set[str]) -> Message | None:
    """The next message due, leased to the caller and counted as tried; None where none is due."""
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    with transaction.atomic():
        due = Message.objects.filter(
            free, state=State.WAITING, channel__in=channels, next_try_at__lte=now
        )
        locked = due.order_by("next_try_at").select_for_update(skip_locked=True, no_key=True)
        message = locked.first()
        if message is None:
            return None
        message.attempts += 1
        # Longer than any gateway takes: EMAIL_TIMEOUT bounds each of its answers.
        message.lease_until = now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
        if message.tries_left == 0:
            message.state, message.lease_until, message.last_error = State.DEAD, None, DIED
            message.version += 1
        else:
            message.tries_left -= 1
        message.save()
    return message


def _send(message: Message) -> int:
    """One try at a claimed message: 1 if it went out. Raises Unreachable."""
    if message.state != State.WAITING:
        return 0
    adapter: Callable[[Letter], None] = import_string(settings.OUTBOX_ADAPTERS[message.channel])
    letter = Letter(str(message.pk), message.to, message.subject, message.body)
    try:
        adapter(letter)
    except Unreachable:
        raise
    except Undeliverable as error:
        _write(message, state=State.DEAD, last_error=_short(error))
    except Exception as error:  # whatever a gateway does, the other messages must go out
        log.warning("cannot send message %s: %s", message.pk, error)
        _put_off(message, _short(error))
    else:
        return _write(message, state=State.SENT, sent_at=timezone.now(), last_error="")
    return 0


def _put_off(message: Message, error: str) -> None:
    """Try again later, or no more once all tries are used up."""
    if message.tries_left == 0:
        _write(message, state=State.DEAD, last_error=error[:300])
    else:
        later = timezone.now() + pause_after(MOST_TRIES - message.tries_left)
        _write(message, next_try_at=later, last_error=error[:300])


def _write(message: Message, **values: object) -> int:
    """Write down how a try went, unless another sender has taken the message over meanwhile."""
    mine = Message.objects.filter(pk=message.pk, attempts=message.attempts, state=State.WAITING)
    return mine.update(lease_until=None, version=F("version") + 1, **values)


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:300]
