"""What the browser's tests are held to is what the server says today."""

import json
from typing import Any

import pytest

from tests.desk_vectors.making import PATH, written

AGAIN = "python -m tests.desk_vectors"


def test_the_figures_the_browser_is_held_to_are_the_servers() -> None:
    kept, now = json.loads(PATH.read_text("utf-8")), json.loads(written())
    assert kept["ground"] == now["ground"], AGAIN
    for old, new in zip(kept["drafts"], now["drafts"], strict=True):
        assert equal(old, new), f"{old['kind']}: {AGAIN}"


def equal(one: Any, other: Any) -> bool:
    """The same but for the last digits, which another processor may round another way."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(equal, one, other))
    return bool(one == pytest.approx(other, rel=1e-12) if isinstance(one, float) else one == other)
