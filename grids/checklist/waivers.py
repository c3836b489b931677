"""The waivers of a case as the checklist knows them, and what has become of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as translated

from grids.checklist.lines import Line, Waiver
from grids.checklist.rules import RULES
from grids.proposals.models import Proposal
from grids.review import models

_LABELS = {rule.key: rule.label for rule in RULES}


class Standing(StrEnum):
    """`OUTGROWN`: the fault is worse than what was waived. `GONE`: it no longer occurs."""

    HOLDS = "holds"
    OUTGROWN = "outgrown"
    GONE = "gone"


@dataclass(frozen=True)
class Given:
    """A waiver and how it stands."""

    waiver: Waiver
    standing: Standing


def waivers_of(proposal: Proposal) -> list[Waiver]:
    """All that were ever given in the case, the first first."""
    rows = models.Waiver.objects.filter(proposal=proposal).select_related("given_by")
    return [_read(row) for row in rows.order_by("given_at", "pk")]


def stand(waivers: Iterable[Waiver], lines: Iterable[Line]) -> list[Given]:
    """How each waiver stands in a checklist that was judged with them."""
    by_key = {line.key: line for line in lines}
    return [_stand(waiver, by_key.get(waiver.key)) for waiver in waivers]


def subject_of(unit: int | None) -> str:
    """How a waiver names the unit it is about; empty for the plan as a whole."""
    return "" if unit is None else str(unit)


def _stand(waiver: Waiver, line: Line | None) -> Given:
    if line is None:
        return Given(waiver, Standing.GONE)
    faults = [one for one in line.faults if one.unit == waiver.unit and not one.unknown]
    standing = Standing.OUTGROWN if faults else Standing.GONE
    if any(waiver.covers(fault) for fault in faults):
        standing = Standing.HOLDS
    return Given(waiver, standing)


def _read(row: models.Waiver) -> Waiver:
    return Waiver(
        key=row.rule,
        label=_label_of(row.rule),
        unit=int(row.subject) if row.subject.isdecimal() else None,
        reason=row.reason,
        by=str(row.given_by),
        on=timezone.localdate(row.given_at),
        what=row.what,
        value=row.value,
        limit=row.limit,
    )


def _label_of(key: str) -> str:
    """What a rule is called in the reader's language; a rule that is no more, by its key."""
    return translated(_LABELS.get(key, key))
