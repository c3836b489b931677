"""New drafts: from the edition in force, or from another draft."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import Place
from gis_core.accounts.models import Level, User
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.sketch import Sketch
from grids.proposals.drafts.grounds import ground_of
from grids.proposals.drafts.operating import apply_operation
from grids.proposals.drafts.past import plan_of, sketch_at
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.requests import Request
from grids.proposals.drafts.starting import plan_of_edition
from grids.proposals.drafts.storing import store_plan
from grids.proposals.drafts.telling import summary_of
from grids.proposals.models import Proposal, Snapshot
from grids.proposals.services import SuggestionRefused, find_ground


@transaction.atomic
def create_draft(
    *,
    kind: Proposal.Kind,
    place: Place,
    title: str,
    reason: str = "",
    author: User | None = None,
    first: Mapping[str, Any] | None = None,
) -> Proposal:
    """A draft of a subdistrict or county as the edition in force has it; the operation `first`
    (taking an alternative) is made on it at once, and can be taken back as any other.

    Raises Refused: the place is of another level, the county has no edition or no cells, or the
    operation cannot be made.
    """
    proposal = Proposal(kind=kind, place=place, title=title, reason=reason, author=author)
    stand_on(proposal, place)
    begin_with(proposal, plan_of_edition(proposal, ground_of(proposal)))
    if first is not None and author is not None:
        request = Request(0, first, idempotency_key=f"begin-{proposal.pk}")
        apply_operation(proposal=proposal, user=author, request=request)
        proposal.refresh_from_db()
    return proposal


@transaction.atomic
def copy_draft(
    *,
    source: Proposal,
    snapshot: Snapshot | None = None,
    title: str,
    reason: str = "",
    author: User | None = None,
) -> Proposal:
    """Another draft that begins as `source` is, or was at one of its snapshots."""
    same = ("kind", "county_id", "place_id", "edition_id", "cell_set_id", "rule_set_id")
    values = {name: getattr(source, name) for name in same}
    proposal = Proposal(**values, copied_from=source, title=title, reason=reason, author=author)
    with reading(source.pk) as plan:
        state = sketch_at(source, plan, snapshot.version if snapshot else plan.version)
        copy = plan_of(plan, _without_given_up(state))
    begin_with(proposal, copy)
    return proposal


def _without_given_up(state: Sketch) -> Sketch:
    """The state as the first of a draft: units made and given up on the way are forgotten.

    Places of the edition stay known when they have nothing left.
    """
    kept = {n for n, unit in state.units.items() if not unit.retired or unit.place}
    kept |= {state.units[n].parent or n for n in kept}  # a grid's row points at its community's
    units = {n: unit for n, unit in state.units.items() if n in kept}
    return replace(state, units=units)


def stand_on(proposal: Proposal, place: Place) -> None:
    """Base a new draft of a place on the edition in force and its cells. Raises Refused."""
    if place.level not in (Level.SUBDISTRICT, Level.COUNTY):
        text = _("方案只能针对一个街道（镇）或全县，“%(place)s”不是。请改选它所在的街道（镇）。")
        raise Refused("wrong_place", text % {"place": place.name})
    try:
        ground = find_ground(place)
    except SuggestionRefused as error:
        raise Refused("no_ground", str(error)) from error
    proposal.county = ground.edition.county
    proposal.edition, proposal.cell_set = ground.edition, ground.cell_set
    proposal.rule_set = ground.rule_set


def begin_with(proposal: Proposal, plan: Plan) -> None:
    """Write a new draft whose first state is this plan. Raises Refused where it has no cells."""
    if not plan.ground.size:
        text = _("“%(place)s”在现行版次里没有单元。请核对社区边界并重新生成单元。")
        raise Refused("no_ground", text % {"place": proposal.place.name})
    proposal.summary = summary_of(plan)
    proposal.save()
    store_plan(proposal, plan)
