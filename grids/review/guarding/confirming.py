"""Whether every community the plan changes has confirmed it."""

from django.db.models import F, Q
from django.utils.translation import gettext as _

from communities.territory.models import Place
from communities.territory.queries import places_under
from gis_core.accounts.roles import Action
from grids.division.models import GridCell
from grids.proposals.models import Proposal, ProposalCell
from grids.review.acting import memberships_for
from grids.review.moving.context import Moving
from grids.review.registry import Hindrance


def communities_confirmed(moving: Moving) -> list[Hindrance]:
    """One hindrance for each changed community with a head who has not confirmed what there is;
    none where the county leaves out the step at which they would."""
    if not any(one.action == Action.CONFIRM for one in moving.case.definition.transitions):
        return []
    heads = memberships_for(moving.proposal, Action.CONFIRM)
    headed = set(heads.values_list("place_key", flat=True))
    said = {
        event.place
        for event in moving.case.round
        if event.transition == "confirm" and event.content_hash == moving.case.contents
    }
    waiting = (changed_communities(moving.proposal) & headed) - said
    names = Place.objects.filter(pk__in=waiting).order_by("code").values_list("name", flat=True)
    text = _("%(community)s还没有确认。请社区负责人查看后确认或提出异议。")
    return [Hindrance("unconfirmed", text % {"community": name}) for name in names]


def changed_communities(proposal: Proposal) -> set[object]:
    """The communities with a cell that changes its grid, or whose grids are called otherwise."""
    inside = places_under([proposal.place_id])
    grids = GridCell.objects.filter(edition=proposal.edition_id, grid__in=inside)
    kept = (
        ProposalCell.objects.filter(proposal=proposal, cell__grid_cells__in=grids)
        .filter(Q(cell__grid_cells__grid=F("unit__place")), unit__name=F("unit__place__name"))
        .values("pk")
    )
    changed = ProposalCell.objects.filter(proposal=proposal).exclude(pk__in=kept)
    return set(changed.values_list("cell__community", flat=True).distinct())
