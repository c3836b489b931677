import threading
from collections.abc import Iterator

import pytest

from layers.importing import ahead
from layers.importing.ahead import DEPTH, made_ahead


def test_items_come_in_order() -> None:
    with made_ahead(iter(range(50))) as items:
        assert list(items) == list(range(50))


def test_an_error_arrives_in_the_place_of_the_item_it_ended() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("row 2")

    with made_ahead(broken()) as items:
        assert next(items) == 1
        with pytest.raises(ValueError, match="row 2"):
            next(items)


def test_leaving_early_ends_the_thread() -> None:
    before = threading.active_count()

    def endless() -> Iterator[int]:
        while True:
            yield 0

    with made_ahead(endless()) as items:
        next(items)
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


def test_no_more_is_made_than_two_ahead() -> None:
    made = list[int]()
    enough = threading.Event()

    def counted() -> Iterator[int]:
        for at in range(20):
            made.append(at)
            if at > DEPTH:
                enough.set()
            yield at

    with made_ahead(counted()) as items:
        next(items)
        assert enough.wait(10)
        assert len(made) <= 1 + DEPTH + 1  # one used, two waiting, one about to


def test_a_thread_that_is_stuck_does_not_hold_up_who_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ahead, "LEAVE_SECONDS", 0.01)
    reader = threading.Event()

    def silent() -> Iterator[int]:
        yield 1
        reader.wait()
        yield 2

    with made_ahead(silent()) as items:
        next(items)
    assert not reader.is_set()
    reader.set()
