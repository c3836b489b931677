"""A draft as one card of the list: what it is, how far it is, how good it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from grids.proposals.models import Proposal
from layers.api.access import scope_of
from layers.pages.queries import CountyState


@dataclass(frozen=True)
class Balance:
    """How many units of a level lie within their bounds."""

    label: str
    within: int
    units: int

    @property
    def whole(self) -> bool:
        return self.within == self.units


@dataclass(frozen=True)
class DraftCard:
    """One draft, its figures by level, and what stands in the way of submitting it."""

    draft: Proposal
    balances: list[Balance]
    hard: int
    stale: bool
    may_edit: bool


def cards_of(request: HttpRequest, state: CountyState, statuses: Sequence[str]) -> list[DraftCard]:
    """The drafts of some statuses the person may see, the one changed last first."""
    drafts = drafts_of(request).filter(county=state.county.pk, status__in=statuses)
    rows = drafts.select_related("place", "author", "edition").order_by("-changed_at", "pk")
    mine = set(_editable(request).values_list("pk", flat=True))
    return [_card(draft, state, draft.pk in mine) for draft in rows]


def drafts_of(request: HttpRequest, action: Action = Action.VIEW_DRAFT) -> "QuerySet[Proposal]":
    """The drafts the person may see, or change."""
    return scope_of(request, action).of(Proposal)


def _editable(request: HttpRequest) -> "QuerySet[Proposal]":
    return drafts_of(request, Action.EDIT_DRAFT)


def _card(draft: Proposal, state: CountyState, may_edit: bool) -> DraftCard:
    totals: dict[str, Any] = draft.summary.get("totals", {})
    labels = {Level.COMMUNITY: _("社区"), Level.GRID: _("网格")}
    balances = [
        Balance(label, totals[level]["in_bounds"], totals[level]["parts"])
        for level, label in labels.items()
        if level in totals
    ]
    stale = state.edition is not None and draft.edition_id != state.edition.pk
    return DraftCard(draft, balances, draft.summary.get("hard", 0), stale, may_edit)
