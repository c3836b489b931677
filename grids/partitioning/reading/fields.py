"""Reading single values of a problem document; every refusal names the place."""

import math
from collections.abc import Mapping
from typing import Any

from grids.partitioning.errors import ProblemError

LARGEST = 2**53  # beyond this a float64 no longer holds every whole number


def mapping(value: Any, place: str) -> Mapping[str, Any]:
    """The value as an object."""
    if not isinstance(value, Mapping):
        raise ProblemError("not_an_object", place, "应为对象 {…}，请检查括号与引号。")
    return value


def listing(value: Any, place: str) -> list[Any]:
    """The value as a list."""
    if not isinstance(value, list | tuple):
        raise ProblemError("not_a_list", place, "应为列表 […]。")
    return list(value)


def identifier(value: Any, place: str) -> str:
    """The value as an id: a non-empty text or a whole number."""
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise ProblemError("bad_id", place, "编号缺失或不是文字、整数，请补上编号。")
    return str(value)


def number(value: Any, place: str, *, least: float | None = None) -> float:
    """The value as a finite number, at least `least`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProblemError("not_a_number", place, f"应为数字，现为 {value!r}。")
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ProblemError("not_finite", place, "数值为空（NaN）、无穷或过大，请填写有限的数字。")
    if least is not None and value < least:
        raise ProblemError("too_small", place, f"现为 {value}，不能小于 {least:g}。")
    return float(value)


def whole(value: Any, place: str, *, least: int = 0) -> int:
    """The value as a whole number, at least `least`."""
    found = number(value, place)
    if not found.is_integer():
        raise ProblemError("not_whole", place, f"现为 {value}，应为整数。")
    if found < least:
        code = "negative" if least == 0 else "too_small"
        raise ProblemError(code, place, f"现为 {value}，不能小于 {least}，请更正。")
    return int(found)


def known(identity: Any, index: Mapping[str, int], place: str) -> int:
    """The index of a known unit id."""
    name = identifier(identity, place)
    if name not in index:
        raise ProblemError(
            "unknown_unit", place, f"找不到编号为「{name}」的单元，请核对 units 中的编号。"
        )
    return index[name]
