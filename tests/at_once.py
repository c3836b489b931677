"""Many who do something in the same moment: real threads, real transactions."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from gis_core.accounts.models import User

THREADS = 16
T = TypeVar("T")


def at_once(do: Callable[[int], T], threads: int = THREADS) -> list[T]:
    """What that many threads bring back that begin in the same moment."""
    ready = threading.Barrier(threads)

    def run(thread: int) -> T:
        try:
            connection.ensure_connection()
            ready.wait()
            return do(thread)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


@dataclass(frozen=True)
class Post:
    """A request somebody is about to send; nobody: a member of the public."""

    who: User | None
    address: str
    body: dict[str, Any]
    sent_from: str = "127.0.0.1"
    form: bool = False


@dataclass(frozen=True)
class Told:
    """What was answered: the status, and of an answer of the API its code and message."""

    status: int
    code: str = ""
    message: str = ""


def post_at_once(posts: Sequence[Post]) -> list[Told]:
    """Send them all in the same moment, each from a browser of its own that has signed in."""
    clients = [_signed_in(post.who) for post in posts]
    return at_once(lambda thread: _send(clients[thread], posts[thread]), len(posts))


def _signed_in(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def _send(client: Client, post: Post) -> Told:
    kind = MULTIPART_CONTENT if post.form else "application/json"
    response = client.post(post.address, post.body, kind, REMOTE_ADDR=post.sent_from)
    if response.get("Content-Type", "").startswith("application/json"):
        said = response.json()
        return Told(response.status_code, said.get("code", ""), said.get("message", ""))
    return Told(response.status_code)
