from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.outbox.sink import Sink, receiving


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A real mail server, to which the sender's settings lead."""
    with receiving() as one:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
        yield one
