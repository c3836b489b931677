"""Work done ahead: the next items are made by a thread while the last one is being used."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

DEPTH = 2
POLL_SECONDS = 0.1
LEAVE_SECONDS = 5.0


class _End:
    """The last thing in the queue; with the error that ended the work, if one did."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


@contextmanager
def made_ahead(items: Iterator[T]) -> Iterator[Iterator[T]]:
    """Iterate over `items`, made by a thread up to two ahead; its error arrives in its place.

    Leaving the block ends the thread, whatever is left. One that waits for something from
    outside at that moment (a reader that fell silent) is left to end with it.
    """
    ready: queue.Queue[Any] = queue.Queue(DEPTH)
    stop = threading.Event()
    thread = threading.Thread(target=_make, args=[items, ready, stop], daemon=True)
    thread.start()
    try:
        yield _take(ready)
    finally:
        stop.set()
        thread.join(LEAVE_SECONDS)


def _make(items: Iterator[T], ready: "queue.Queue[Any]", stop: threading.Event) -> None:
    try:
        for item in items:
            if not _put(ready, item, stop):
                return
        _put(ready, _End(None), stop)
    except BaseException as error:  # told where the items are used
        _put(ready, _End(error), stop)


def _put(ready: "queue.Queue[Any]", item: Any, stop: threading.Event) -> bool:
    while not stop.is_set():
        try:
            ready.put(item, timeout=POLL_SECONDS)
        except queue.Full:
            continue
        return True
    return False


def _take(ready: "queue.Queue[Any]") -> Iterator[Any]:
    while True:
        item = ready.get()
        if isinstance(item, _End):
            if item.error is not None:
                raise item.error
            return
        yield item
