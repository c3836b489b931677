"""Asking a server about drafts as a planner's window does."""

import json
from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from time import perf_counter
from typing import Any, NamedTuple

KEPT_OPEN = 1.0  # seconds; gunicorn closes what is silent for two
TOKEN = "c" * 32  # the cookie and the header only have to agree


class Answer(NamedTuple):
    status: int
    seconds: float
    body: bytes
    headers: Mapping[str, str]


class Window:
    """One person's connection, opened again after a pause as browsers do."""

    def __init__(self, port: int, session: str, kept_open: float = KEPT_OPEN) -> None:
        self._kept_open = kept_open
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._used = perf_counter()
        self._headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Accept-Encoding": "gzip",
            "Content-Type": "application/json",
        }

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, body: Any) -> Answer:
        return self._ask("POST", path, json.dumps(body), {})

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        began = perf_counter()
        if began - self._used > self._kept_open:
            self._connection.close()
        self._connection.request(method, path, body, {**self._headers, **headers})
        response = self._connection.getresponse()
        content = response.read()
        self._used = perf_counter()
        took = self._used - began
        return Answer(response.status, took, content, dict(response.headers.items()))


def must(answer: Answer, status: int = 200) -> Answer:
    """The answer, if it is the one expected. Raises RuntimeError."""
    if answer.status != status:
        raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")
    return answer


def timed(what: Callable[[], object], times: int) -> float:
    """Median seconds of so many runs."""
    found = []
    for _ in range(times):
        began = perf_counter()
        what()
        found.append(perf_counter() - began)
    return sorted(found)[len(found) // 2]
