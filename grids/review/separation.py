"""Separation of duties: what everybody has done to a proposal, and what that keeps them from.

Held here whatever the county's life-cycle says: an arrow bars what `compulsory` bars for its
action, and more where the county wants more.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gis_core.accounts.roles import Action
from grids.proposals.models import Operation, Proposal
from grids.review.lifecycle.compulsory import BARS, REVIEWS
from grids.review.lifecycle.definition import Bar, Transition
from grids.review.models import CaseEvent, Condition, Waiver

_DONE = {
    Bar.DREW: gettext_noop("起草过"),
    Bar.SUBMITTED: gettext_noop("提交过"),
    Bar.REVIEWED: gettext_noop("审核过"),
    Bar.DECIDED: gettext_noop("决定过"),
}

_reviewers: list[str] = []


def register_reviewers(path: str) -> None:
    """Say that `path`, a function of a proposal, gives keys of users who reviewed it besides."""
    if path not in _reviewers:
        _reviewers.append(path)


@dataclass(frozen=True)
class Record:
    """Who (keys of users) did what to one proposal."""

    done: dict[Bar, frozenset[int]]

    def bars(self, person: int | None, arrow: Transition) -> list[Bar]:
        """What the person has done that keeps them from leading this way."""
        asked = {*BARS.get(arrow.action, ()), *arrow.bars}
        return [bar for bar in Bar if bar in asked and person in self.done[bar]]


def record_of(proposal: Proposal) -> Record:
    """All that was done to the proposal, and to the drafts it was copied from."""
    acted = list(CaseEvent.objects.filter(proposal=proposal).values_list("action", "actor"))
    found = Waiver.objects.filter(proposal=proposal).values_list("given_by", flat=True)
    asked = Condition.objects.filter(proposal=proposal).values_list("set_by", flat=True)

    def actors(actions: Collection[Action]) -> set[int]:
        return {actor for action, actor in acted if actor and action in actions}

    return Record(
        {
            Bar.DREW: frozenset(_drawn_by(proposal)),
            Bar.SUBMITTED: frozenset(actors((Action.SUBMIT,))),
            Bar.REVIEWED: frozenset({*actors(REVIEWS), *found, *asked, *_besides(proposal)}),
            Bar.DECIDED: frozenset(actors((Action.DECIDE,))),
        }
    )


def _besides(proposal: Proposal) -> set[int]:
    return {key for path in _reviewers for key in import_string(path)(proposal)}


def _drawn_by(proposal: Proposal) -> set[int]:
    drafts: list[Proposal] = []
    draft: Proposal | None = proposal
    while draft is not None:
        drafts.append(draft)
        draft = draft.copied_from
    made = Operation.objects.filter(proposal__in=drafts, author__isnull=False)
    authors = {draft.author_id for draft in drafts if draft.author_id}
    return authors | {key for key in made.values_list("author_id", flat=True) if key}


def said(bars: Collection[Bar], arrow: Transition) -> str:
    """The rule that keeps a person from leading this way."""
    done = "、".join(_(_DONE[bar]) for bar in bars)
    text = _("您%(done)s这个方案，按职责分离的规定不能办理“%(what)s”。请由另一位有权限的人办理。")
    return text % {"done": done, "what": _(arrow.label)}
