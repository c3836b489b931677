"""Names and numbers for units that do not exist yet."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grids.division.cell_table import Codes, Floats

BAND_M = 300.0


def reading_order(xy: Floats, band: float = BAND_M) -> Codes:
    """The order in which units are numbered: west to east inside bands from north to south.

    `xy` (n, 2) metres; `band` is the height of a band. Source: the Beijing and Xi'an grid
    coding rules (domain reference 2.3).
    """
    if not len(xy):
        return np.empty(0, np.int32)
    row = np.floor((xy[:, 1].max() - xy[:, 1]) / band)
    return np.lexsort((xy[:, 0], row)).astype(np.int32)


def ordinal(number: int) -> str:
    """第一, 第二, ... 第十, 第十一, ... 第九十九; digits from a hundred on."""
    digits = "零一二三四五六七八九"
    if number >= 100:
        return f"第{number}"
    tens, ones = divmod(number, 10)
    text = ("" if tens == 1 else digits[tens]) + "十" if tens else ""
    return f"第{text}{digits[ones] if ones or not tens else ''}"


def merged_name(names: Sequence[str], households: Sequence[int]) -> str:
    """A working name for merged communities: all names, the largest first. The county decides."""
    order = sorted(range(len(names)), key=lambda row: (-households[row], names[row]))
    return "＋".join(names[row] for row in order)


def with_names(explanation: list[dict[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The engine's sentences with names where it had only keys; the longest key first, because
    the key of a part begins with that of its parent."""
    if not names:
        return explanation
    keys = sorted(names, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, keys)))

    def named(text: str) -> str:
        return pattern.sub(lambda found: names[found[0]], text)

    return [
        {**reason, "text_zh": named(reason["text_zh"]), "text_en": named(reason["text_en"])}
        for reason in explanation
    ]
