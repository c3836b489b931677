"""A reader of vector tiles, as small as the tests need (Mapbox Vector Tile 2.1)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MOVE, _LINE, _CLOSE = 1, 2, 7
_DOUBLE, _FLOAT = 3, 2


@dataclass(frozen=True)
class TileFeature:
    """Points in tile units (0 to 4096, more or less by the buffer)."""

    id: int
    attributes: dict[str, Any]
    points: list[tuple[int, int]]


def read_tile(tile: bytes) -> dict[str, list[TileFeature]]:
    """The features of each layer by its name."""
    layers = [list(_fields(layer)) for _, layer in _fields(tile)]
    return {_only(fields, 1).decode(): _features(fields) for fields in layers}


def _features(fields: list[tuple[int, Any]]) -> list[TileFeature]:
    keys = [value.decode() for number, value in fields if number == 3]
    values = [_value(value) for number, value in fields if number == 4]
    return [_feature(value, keys, values) for number, value in fields if number == 2]


def _feature(feature: bytes, keys: list[str], values: list[Any]) -> TileFeature:
    fields = list(_fields(feature))
    tags = list(_varints(_only(fields, 2, b"")))
    attributes = {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
    return TileFeature(_only(fields, 1, 0), attributes, _points(list(_varints(_only(fields, 4)))))


def _points(commands: list[int]) -> list[tuple[int, int]]:
    points, x, y, at = [], 0, 0, 0
    while at < len(commands):
        kind, count = commands[at] & 7, commands[at] >> 3
        at += 1
        for _ in range(count if kind in (_MOVE, _LINE) else 0):
            x, y = x + _signed(commands[at]), y + _signed(commands[at + 1])
            points.append((x, y))
            at += 2
    return points


def _value(value: bytes) -> Any:
    ((number, content),) = _fields(value)
    if number == 1:
        return content.decode()
    if number in (_FLOAT, _DOUBLE):
        return struct.unpack("<f" if number == _FLOAT else "<d", content)[0]
    return _signed(content) if number == 6 else content


def _signed(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


def _only(fields: list[tuple[int, Any]], number: int, absent: Any = None) -> Any:
    return next((value for found, value in fields if found == number), absent)


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        if tag & 7 == 0:
            value, at = _varint(message, at)
            yield tag >> 3, value
            continue
        size, at = _varint(message, at) if tag & 7 == 2 else ({1: 8, 5: 4}[tag & 7], at)
        yield tag >> 3, message[at : at + size]
        at += size


def _varints(packed: bytes) -> Iterator[int]:
    at = 0
    while at < len(packed):
        value, at = _varint(packed, at)
        yield value


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if byte < 0x80:
            return value, at
