"""A life-cycle as an SVG picture, drawn from the same data the cases go by.

The usual way runs down the left. Every other arrow has a numbered lane of its own: a dot at each
step it leaves, a head at the step it leads to; the page lists the numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from grids.review.lifecycle.definition import Definition, Transition

BOX, HIGH, ROW = 190, 34, 54
LANE, LEFT, TOP = 22, 12, 12


@dataclass(frozen=True)
class Lane:
    """One arrow beside the usual way; `x` in pixels."""

    number: int
    arrow: Transition
    x: float


def lanes_of(definition: Definition) -> list[Lane]:
    """The arrows that are not from one step to the next, in the order of the definition."""
    arrows = definition.transitions
    beside = [one for one in arrows if len(one.origin) > 1 or not _steps_on(definition, one)]
    start = LEFT + BOX + 24
    return [Lane(n, arrow, start + LANE * (n - 1)) for n, arrow in enumerate(beside, start=1)]


def draw(definition: Definition, words: dict[str, str], current: str = "", title: str = "") -> str:
    """The picture; `words`: what each step is called, `current`: the step to be marked."""
    lanes = lanes_of(definition)
    width = LEFT + BOX + 24 + LANE * max(len(lanes), 1) + LEFT
    height = TOP * 2 + ROW * len(definition.steps)
    boxes = _boxes(definition, words, current)
    parts = [*_between(definition), *_beside(definition, lanes), *boxes]
    return (
        f'<svg class="flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label={quoteattr(title)}>'
        f"{''.join(parts)}</svg>"
    )


def _steps_on(definition: Definition, arrow: Transition) -> bool:
    return arrow.origin[0] != arrow.target and (
        _place(definition, arrow.target) - _place(definition, arrow.origin[0]) == 1
    )


def _place(definition: Definition, key: str) -> int:
    return next(n for n, step in enumerate(definition.steps) if step.key == key)


def _middle(definition: Definition, key: str) -> float:
    return TOP + ROW * _place(definition, key) + HIGH / 2


def _boxes(definition: Definition, words: dict[str, str], current: str) -> Iterator[str]:
    for step in definition.steps:
        y = _middle(definition, step.key) - HIGH / 2
        kind = "flow-side" if step.side else "flow-step"
        here = " flow-here" if step.key == current else ""
        mark = "● " if here else ""
        text = escape(mark + words.get(step.key, step.label))
        box = f'<rect x="{LEFT}" y="{y}" width="{BOX}" height="{HIGH}" rx="6"/>'
        label = f'<text x="{LEFT + BOX / 2}" y="{y + HIGH / 2 + 5}">{text}</text>'
        yield f'<g class="{kind}{here}">{box}{label}</g>'


def _between(definition: Definition) -> Iterator[str]:
    for arrow in definition.transitions:
        place = _place(definition, arrow.target)
        if _alone(arrow) and any(place - _place(definition, key) == 1 for key in arrow.origin):
            x, y = LEFT + BOX / 2, _middle(definition, arrow.target) - HIGH / 2
            way = f'<path class="flow-way" d="M{x} {y - ROW + HIGH}V{y - 5}"/>'
            yield way + _head(x, y, down=True)


def _alone(arrow: Transition) -> bool:
    """Whether the arrow is one of the usual way: somebody's, or the system's from one step."""
    return bool(arrow.actors) or len(arrow.origin) == 1


def _beside(definition: Definition, lanes: list[Lane]) -> Iterator[str]:
    edge = LEFT + BOX
    for lane in lanes:
        rows = [_middle(definition, key) + 6 for key in lane.arrow.origin]
        end = _middle(definition, lane.arrow.target) - 6
        stubs = "".join(f"M{edge} {y}H{lane.x}" for y in rows)
        dots = "".join(f'<circle cx="{edge}" cy="{y}" r="2.5"/>' for y in rows)
        far = (min([*rows, end]), max([*rows, end]))
        middle = (far[0] + far[1]) / 2
        yield (
            f'<g class="flow-lane"><path d="{stubs}M{lane.x} {far[0]}V{far[1]}M{lane.x} {end}'
            f'H{edge + 5}"/>{dots}{_head(edge, end, down=False)}'
            f'<circle class="flow-number" cx="{lane.x}" cy="{middle}" r="9"/>'
            f'<text x="{lane.x}" y="{middle + 4}">{lane.number}</text></g>'
        )


def _head(x: float, y: float, *, down: bool) -> str:
    across = f"{x + 8},{y - 5} {x + 8},{y + 5} {x},{y}"
    points = f"{x - 5},{y - 8} {x + 5},{y - 8} {x},{y}" if down else across
    return f'<polygon class="flow-head" points="{points}"/>'
