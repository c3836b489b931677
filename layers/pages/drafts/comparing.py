"""What the page of a comparison says: what to compare with, and what differs, unit by unit."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from grids.proposals.drafts.comparing import Side, compare_drafts
from grids.proposals.models import Proposal
from layers.api.access import scope_of
from layers.pages.bounds import Standing, standing

MOST_CHOICES = 60


@dataclass(frozen=True)
class Choice:
    """One state to compare with: how it is asked for, and what it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class Difference:
    """A unit that is not the same: its names, households and what became of it."""

    level: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    changes: str
    standings: tuple[Standing | None, Standing | None]
    delta: int


def choices_for(request: HttpRequest, draft: Proposal) -> list[Choice]:
    """The edition, the draft's own snapshots, and the other drafts of the same ground."""
    edition = Choice("edition", _("现行：第 %(number)s 版") % {"number": draft.edition.number})
    snapshots = draft.snapshots.order_by("-version")[:MOST_CHOICES]
    own = [
        Choice(f"{draft.pk}@{one.version}", _("快照：%(name)s") % {"name": one.name})
        for one in snapshots
    ]
    drafts = scope_of(request, Action.VIEW_DRAFT).of(Proposal)
    same = drafts.filter(cell_set=draft.cell_set_id, place=draft.place_id)
    others = same.exclude(pk=draft.pk).order_by("-changed_at")[:MOST_CHOICES]
    return [edition, *own, *(Choice(str(one.pk), one.title) for one in others)]


def differences(before: Side, after: Side) -> list[Difference]:
    """The units that differ, communities first; the larger the change the earlier."""
    units = compare_drafts(before, after)["units"]
    found = [_difference(one) for one in units]
    return sorted(found, key=lambda one: (one.level != Level.COMMUNITY, -abs(one.delta)))


def _difference(unit: dict[str, Any]) -> Difference:
    before, after = unit["before"], unit["after"]
    sizes = [side["households"] if side else 0 for side in (before, after)]
    return Difference(
        level=unit["level"],
        before=before,
        after=after,
        changes="、".join(_what()[change] for change in unit["changes"]),
        standings=(_standing(before), _standing(after)),
        delta=sizes[1] - sizes[0],
    )


def _standing(side: dict[str, Any] | None) -> Standing | None:
    figures = side and side["figures"]
    return standing(figures["deviation"]) if figures else None


def _what() -> dict[str, str]:
    return {
        "new": _("新建"),
        "retired": _("撤销"),
        "name": _("改名"),
        "code": _("代码"),
        "locked": _("锁定"),
        "parent": _("改属社区"),
        "cells": _("范围"),
    }
