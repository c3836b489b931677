"""Reading a packet as the browser does."""

import gzip
import json
from typing import Any

import numpy as np


def unpack(packet: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header, and the numbers by name as they were before they were packed."""
    length = int.from_bytes(packet[:4], "little")
    header = json.loads(packet[4 : 4 + length])
    data = packet[4 + length :]
    arrays = {place["name"]: _values(data, place) for place in header.pop("arrays")}
    return header, arrays


def unzip(answer: Any) -> bytes:
    """The body of an answer, compressed or not."""
    content: bytes = answer.content
    return gzip.decompress(content) if answer.get("Content-Encoding") == "gzip" else content


def _values(data: bytes, place: dict[str, Any]) -> Any:
    kind = np.dtype(place["kind"]).newbyteorder("<")
    raw = np.frombuffer(data, kind, place["length"], place["at"])
    assert place["at"] % 8 == 0
    return (np.cumsum(raw.astype(np.int64)) if place["differences"] else raw) / place["scale"]
