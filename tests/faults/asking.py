"""Asking the web server as a browser does, and what it answered, if it did."""

import http.client
import json
import time
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from tests.faults.counties import PASSWORD, Subject

PATIENCE_SECONDS = 90.0
_TOKEN = "f" * 32  # of both the cookie and the header: what the page would have been given


@dataclass(frozen=True)
class Answer:
    """Status 0: no answer, the connection broke."""

    status: int
    body: Any = None

    @property
    def acknowledged(self) -> bool:
        return self.status == 200


def ask(address: str, subject: Subject, method: str, path: str, body: Any = None) -> Answer:
    """One request by the county's reviewer; an answer cut short is none."""
    door = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)
    headers = {
        "Cookie": f"sessionid={subject.session}; csrftoken={_TOKEN}",
        "X-CSRFToken": _TOKEN,
        "Content-Type": "application/json",
    }
    try:
        door.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = door.getresponse()
        read = response.read()
        return Answer(response.status, _json(read))
    except (OSError, http.client.HTTPException):
        return Answer(0)
    finally:
        door.close()


def activate(address: str, subject: Subject) -> Answer:
    """The move that publishes, always with the version and the hash first seen."""
    body = {
        "transition": "activate",
        "seen_version": subject.version,
        "seen_hash": subject.contents,
        "password": PASSWORD,
    }
    return ask(address, subject, "POST", f"/api/cases/{subject.proposal}/moves", body)


@dataclass
class Request:
    """A request under way in a thread of its own."""

    address: str
    subject: Subject
    answer: Answer | None = None
    seconds: float = 0.0
    _thread: Thread = field(init=False)

    def __post_init__(self) -> None:
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        begun = time.monotonic()
        answer = activate(self.address, self.subject)
        self.seconds = time.monotonic() - begun
        self.answer = answer

    def wait(self) -> Answer:
        self._thread.join()
        return self.answer or Answer(0)


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def readiness(address: str) -> int:
    """The status of the page that says whether the server can work, 0 for no answer."""
    door = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)
    try:
        door.request("GET", "/readyz")
        return door.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        door.close()
