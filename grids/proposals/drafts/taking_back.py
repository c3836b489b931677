"""Undo and redo for a person, from the log of the draft."""

from collections.abc import Iterator
from itertools import count, tee
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gis_core.accounts.models import User
from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked, Told
from grids.proposals.drafting.undoing import (
    REDO,
    UNDO,
    Step,
    TakenBack,
    next_redo,
    next_undo,
    take_back,
)
from grids.proposals.drafting.wishes import Wish
from grids.proposals.drafts.past import sketch_of
from grids.proposals.models import Operation, Proposal

PAGE = 64
LONGEST = 90  # characters of a label kept within another
TOLD = {UNDO: gettext_noop("撤销“%(about)s”"), REDO: gettext_noop("重做“%(about)s”")}


class TakeBack(Wish):
    """Take back the last operation of the person who asks, or do it again."""

    kind: Literal["undo", "redo"]


def undo_and_redo(proposal: Proposal, user: User) -> tuple[Step | None, Step | None]:
    """What undoing and what redoing would take back now."""
    first, second = tee(_steps(proposal, user))
    return next_undo(first), next_redo(second)


def ask_back(proposal: Proposal, plan: Plan, user: User, wish: TakeBack) -> tuple[Asked, Operation]:
    """What undoing or redoing does now, and the operation it takes back. Raises Refused."""
    step = undo_and_redo(proposal, user)[0 if wish.kind == UNDO else 1]
    if step is None:
        text = {UNDO: _("没有可以撤销的操作。"), REDO: _("没有可以重做的操作。")}[wish.kind]
        raise Refused(f"nothing_to_{wish.kind}", text)
    made = Operation.objects.get(proposal=proposal, version=step.version)
    taken = take_back(sketch_of(plan), Effect.from_json(made.effect))
    return Asked(taken.effect, _tell(wish.kind, made, taken, plan)), made


def plain(label: str) -> str:
    """What an undo or redo is about, without the words for it and for what stayed."""
    for told in TOLD.values():
        says, end = told.split("%(about)s")
        if label.startswith(says):
            return label[len(says) :].rsplit(f"{end}（", 1)[0].removesuffix(end)
    return label


def _tell(kind: Literal["undo", "redo"], made: Operation, taken: TakenBack, plan: Plan) -> Told:
    told = Told(TOLD[kind], {"about": plain(made.label)[:LONGEST]})
    stays = [*_rows_stay(taken), *_units_stay(taken, plan), *_cut_stays(taken)]
    return Told("%(done)s（%(stays)s）", {"done": told, "stays": _Listed(stays)}) if stays else told


class _Listed(list[Told]):
    """Sentences put together when they are written."""

    def __str__(self) -> str:
        return "；".join(map(str, self))


def _rows_stay(taken: TakenBack) -> list[Told]:
    text = gettext_noop("%(cells)s 个单元之后已被改动或锁定，保持不变")
    return [Told(text, {"cells": len(taken.rows)})] if taken.rows else []


def _units_stay(taken: TakenBack, plan: Plan) -> list[Told]:
    names = "、".join(plan.units[number].name for number in taken.units[:3])
    text = gettext_noop("%(units)s之后已另行修改，保持不变")
    more = "…" if len(taken.units) > 3 else ""
    return [Told(text, {"units": names + more})] if names else []


def _cut_stays(taken: TakenBack) -> list[Told]:
    text = gettext_noop("切分处之后有变动，切分保留")
    return [Told(text)] if taken.cut else []


def _steps(proposal: Proposal, user: User) -> Iterator[Step]:
    """The person's own operations, the newest first, read as far as they are asked for."""
    own = Operation.objects.filter(proposal=proposal, author=user).order_by("-version")
    rows = own.annotate(empty=Q(effect={})).values_list("version", "kind", "label", "empty")
    for page in count():
        found = list(rows[page * PAGE : (page + 1) * PAGE])
        yield from (Step(*row) for row in found)
        if len(found) < PAGE:
            return
