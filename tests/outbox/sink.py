"""A mail server of the tests, on a port of its own: takes letters, or does what it is told to."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message as Mail

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 OK"


class Sink:
    """Keeps every letter that came whole; `answer` says what the sender is then told."""

    def __init__(self) -> None:
        self.letters: list[Mail] = []
        self.answer: Callable[[Mail], str] = lambda _letter: TAKEN
        self.port = 0

    async def handle_DATA(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content)
        self.letters.append(letter)
        return self.answer(letter)

    @property
    def names(self) -> list[str]:
        return [letter["Message-ID"] for letter in self.letters]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def receiving() -> Iterator[Sink]:
    sink = Sink()
    sink.port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
