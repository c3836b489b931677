"""Many people who ask for one page each in the same moment, again and again."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from statistics import quantiles

PATIENCE = 120


@dataclass(frozen=True)
class Crowd:
    """What a crowd met: seconds of every answer, how many were none, bytes of an answer."""

    waits: tuple[float, ...]
    errors: int
    mean_bytes: float
    seconds: float

    @property
    def p50(self) -> float:
        return quantiles(self.waits, n=20)[9] * 1000

    @property
    def p95(self) -> float:
        return quantiles(self.waits, n=20)[18] * 1000

    @property
    def per_second(self) -> float:
        return len(self.waits) / self.seconds


def ask_at_once(port: int, path: str, cookies: Sequence[str], turns: int) -> Crowd:
    """Everybody begins in the same moment and asks `turns` times, a connection each time."""
    ready = threading.Barrier(len(cookies))
    began: list[float] = []

    def ask(cookie: str) -> list[tuple[float, int]]:
        ready.wait()
        began.append(time.perf_counter())
        return [_ask(port, path, cookie) for _ in range(turns)]

    with ThreadPoolExecutor(len(cookies)) as pool:
        answers = [answer for one in pool.map(ask, cookies) for answer in one]
    took = time.perf_counter() - min(began)
    good = [(wait, size) for wait, size in answers if size]
    if len(good) < 2:
        raise RuntimeError(f"{path} does not answer")
    return Crowd(
        tuple(wait for wait, _ in good),
        len(answers) - len(good),
        sum(size for _, size in good) / len(good),
        took,
    )


def _ask(port: int, path: str, cookie: str) -> tuple[float, int]:
    """Seconds and bytes of one answer; no bytes for an error."""
    began = time.perf_counter()
    headers = {"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip", "Connection": "close"}
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException):
        return time.perf_counter() - began, 0
    finally:
        connection.close()
    return time.perf_counter() - began, len(body) if answer.status == 200 else 0
