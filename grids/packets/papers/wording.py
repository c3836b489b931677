"""Numbers, days and offices as official papers write them."""

import datetime
import re

from django.utils import timezone

from grids.packets.contents.model import Head

UNKNOWN = "—"  # nobody knows; never a zero in its place
_UNPRINTABLE = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # what XML 1.0 cannot hold
    "|[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"  # controls, turned directions
)


def legible(text: str) -> str:
    """A text as it can be printed: without control characters and marks that turn its direction;
    lines end with a line feed."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def in_line(text: str) -> str:
    """The same on one line."""
    return " ".join(legible(text).split())


def day(value: datetime.date) -> str:
    """2026年9月10日."""
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime.datetime) -> str:
    """2026年9月10日 14:05, in local time."""
    local = timezone.localtime(value)
    return f"{day(local.date())} {local:%H:%M}"


def percent(value: float | None) -> str:
    return UNKNOWN if value is None else f"{100 * value:.1f}%"


def square_km(value: float) -> str:
    """Square metres as square kilometres with three digits."""
    return f"{value / 1_000_000:.3f}"


def whole(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.0f}"


def one_digit(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.1f}"


def listed(names: tuple[str, ...] | list[str]) -> str:
    return "、".join(names)


def subject_of(head: Head) -> str:
    """What is asked for, in the words of a title."""
    return f"{head.place}{'社区规模调整' if head.consolidates else '网格划分调整'}"


def proposer_of(head: Head) -> str:
    """The office that asks."""
    if head.whole_county:
        return f"{head.county}民政局"
    ending = "办事处" if head.place.endswith("街道") else "人民政府"
    return f"{head.place}{ending}"


def decider_of(head: Head) -> str:
    """The office that decides."""
    return f"{head.county}{'人民政府' if head.consolidates else '网格管理机构'}"


def itself(head: Head) -> str:
    """How the office that asks calls itself."""
    if head.whole_county:
        return "我县"
    return (
        "我街道" if head.place.endswith("街道") else "我镇" if head.place.endswith("镇") else "我乡"
    )


def stands_on(head: Head) -> str:
    """Of which state of the county all figures are."""
    return (
        f"数据基于第{head.edition}版区划、底图修订号{head.map_revision}、"
        f"规则集第{head.rule_set}号（{head.rule_set_name}），户数按{head.counted}统计"
    )
