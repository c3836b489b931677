"""Bounds in words. Official papers are in Chinese, in whatever language a page is read."""

from grids.packets.bounds.model import FourBounds, SideBound, Stretch

NAMED_FROM = 0.12  # of a side: what it follows for less is left out. Our own rule.
SHORT = 0.03  # of the perimeter: a shorter side is a corner


def sentence(bounds: FourBounds) -> str:
    """All four, east first."""
    perimeter = sum(side.metres for side in bounds.sides)
    told = "；".join(_side(side, perimeter) for side in bounds.sides)
    return f"{_of_pieces(bounds)}{told}{_with_holes(bounds)}。"


def _of_pieces(bounds: FourBounds) -> str:
    if bounds.pieces < 2:
        return ""
    return f"共 {bounds.pieces} 片，以面积最大的一片为准："


def _with_holes(bounds: FourBounds) -> str:
    return f"（界内有 {bounds.holes} 处不属本单元）" if bounds.holes else ""


def _side(bound: SideBound, perimeter: float) -> str:
    """One side: what it follows, whom it borders on, and how much of it follows nothing."""
    name = bound.side.value
    if bound.metres < SHORT * perimeter:
        return f"{name}至两侧界线交会处"
    along = [one.along for one in _told(bound.stretches)]
    beyond = [one for one, share in bound.beyond if one and share >= NAMED_FROM]
    bare = sum(one.share for one in bound.stretches if not one.along)
    nobody = dict(bound.beyond).get("", 0.0)
    if not along:
        return f"{name}{_bare_side(beyond)}"
    notes = [f"与{'、'.join(beyond)}为界"] if beyond else []
    notes += ["其外未划社区"] if nobody > 1 - NAMED_FROM and "县界" not in along else []
    notes += [f"约 {bare:.0%} 无道路、河流等可指"] if bare >= NAMED_FROM else []
    noted = f"（{'，'.join(notes)}）" if notes else ""
    return f"{name}至{'、'.join(along)}{noted}"


def _told(stretches: tuple[Stretch, ...]) -> list[Stretch]:
    """What is named, in order: all that is long enough; else the longest, if it is half."""
    named = [one for one in stretches if one.along]
    return [one for one in named if one.share >= NAMED_FROM] or [
        one for one in named if one.share >= 0.5
    ]


def _bare_side(beyond: list[str]) -> str:
    if beyond:
        return f"与{'、'.join(beyond)}为界（无道路、河流等可指）"
    return "至本次范围边线（无道路、河流等可指，其外未划社区）"
