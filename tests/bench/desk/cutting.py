"""What a line across a grid costs where it cuts open ground, in one process."""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

LINES = 24  # across as many grids, of which some cut nothing
FIRST = 2  # not counted: what a process reads once


@dataclass(frozen=True)
class CutLines:
    """How many cut open ground; milliseconds of waiting for each, and of CPU of the process;
    kilobytes of the answer. Medians and the most."""

    cuts: int
    p50: float
    most: float
    cpu: float
    kilobytes: float


def cut_lines() -> CutLines:
    """Lines from south to north across one grid after the other of a new draft."""
    draft, person = _begin()
    found: list[tuple[float, float, float]] = []
    version = 0
    for number in range(1, LINES + 1):
        began, cpu = time.perf_counter(), time.process_time()
        answer = _cut(draft, person, version, number)
        taken = time.perf_counter() - began, time.process_time() - cpu
        version = answer["version"] if answer else version
        if answer and answer["changes"]["reshaped"]:
            found.append((taken[0] * 1e3, taken[1] * 1e3, answer["bytes"] / 1e3))
    waited, worked, sizes = np.array(found[FIRST:]).T
    return CutLines(
        len(waited),
        float(np.median(waited)),
        float(waited.max()),
        float(np.median(worked)),
        float(np.median(sizes)),
    )


def _begin() -> tuple[Any, Any]:
    from communities.territory.models import County
    from gis_core.accounts.models import User
    from grids.proposals.drafts.creating import create_draft
    from grids.proposals.models import Proposal

    person = User.objects.order_by("pk").first()
    draft = create_draft(
        kind=Proposal.Kind.CONSOLIDATION,
        place=County.objects.get(),
        title="切线",
        author=person,
    )
    return draft, person


def _cut(draft: Any, person: Any, version: int, number: int) -> dict[str, Any] | None:
    """A line across the grid of this place in the list; None where it parts no buildings."""
    import json

    from grids.proposals.drafting.refusals import Refused
    from grids.proposals.drafts.operating import apply_operation
    from grids.proposals.drafts.requests import Request

    unit, line = _line_across(draft, number)
    wish = {"kind": "cut_line", "unit": unit, "line": line, "cut_open": True}
    request = Request(version, wish, f"{draft.pk}-{number}")
    try:
        answer = apply_operation(proposal=draft, user=person, request=request)
    except Refused:
        return None
    return {**answer, "bytes": len(json.dumps(answer))}


def _line_across(draft: Any, number: int) -> tuple[int, list[list[float]]]:
    from gis_core.accounts.models import Level
    from grids.proposals.drafting.outlines import outline_of
    from grids.proposals.drafts.plans import reading

    with reading(draft.pk) as plan:
        unit = plan.live(Level.GRID)[number].number
        west, south, east, north = outline_of(plan, unit).bounds
    middle, over = west + (east - west) * (0.36 + 0.07 * (number % 5)), (north - south) / 10
    bent = middle + (east - west) / 20
    return unit, [[middle, south - over], [bent, (south + north) / 2], [middle, north + over]]
