"""Carrying a draft over: what would become of it, and the new draft that comes of it."""

from dataclasses import dataclass, replace

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from communities.basemap.models import Cell
from communities.territory.models import Edition
from communities.territory.queries import edition_in_force
from gis_core.accounts.models import User
from gis_core.columns import read_columns
from gis_core.shapes import Shapes
from grids.division.cell_table import Counts
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.ground import Ground
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import NotADraft, Refused, Stale, VersionMissing
from grids.proposals.drafts.creating import begin_with, stand_on
from grids.proposals.drafts.grounds import ground_of
from grids.proposals.drafts.starting import plan_of_edition
from grids.proposals.drafts.storing import read_plan
from grids.proposals.models import Proposal
from grids.publication.carrying.cuts import carry_ground
from grids.publication.carrying.following import follow
from grids.publication.carrying.merging import Carried, carry
from grids.publication.carrying.standing import Standing
from grids.publication.names import Named, names_in


@dataclass(frozen=True, eq=False)
class Preview:
    """What would become of a draft, at `version`, on the edition in force: `proposal`, unsaved."""

    source: Proposal
    version: int
    proposal: Proposal
    carried: Carried


def is_behind(draft: Proposal) -> bool:
    """Whether another edition than the one it stands on is in force."""
    current = edition_in_force(draft.county)
    return current is not None and current.pk != draft.edition_id


@transaction.atomic
def preview_carrying(*, draft: Proposal) -> Preview:
    """What of the draft is kept and what is not, nothing written.

    Raises Refused: the draft stands on the edition in force, or is at a step where nobody draws.
    """
    locked = Proposal.objects.select_for_update(no_key=True).get(pk=draft.pk)
    if not locked.is_editable:
        text = _("只有草案和退回的方案可以转到现行版次。请先由审核人退回，或另建草案。")
        raise NotADraft(text)
    if not is_behind(locked):
        text = _("这份草案已经基于现行的第 %(number)s 版，不需要转版。请直接继续编辑。")
        raise Refused("not_behind", text % {"number": locked.edition.number})
    same = {name: getattr(locked, name) for name in ("kind", "place", "reason")}
    proposal = Proposal(**same, copied_from=locked)
    stand_on(proposal, locked.place)
    return Preview(locked, locked.version, proposal, _carry(locked, proposal))


@transaction.atomic
def carry_over(
    *, draft: Proposal, expected_version: int | None, edition: int, author: User | None
) -> Proposal:
    """A new draft on the edition in force with all that can be kept; the old one stays.

    Once: asked again for the same version and edition it gives the draft there is.

    Raises:
        VersionMissing, Stale: not the version and edition that the preview was of.
        Refused: as `preview_carrying`.
    """
    if expected_version is None:
        raise VersionMissing("version_missing", _("请求没有说明基于哪个版本。请刷新页面后重试。"))
    preview = preview_carrying(draft=draft)
    _refuse_others(preview, expected_version, edition)
    proposal = preview.proposal
    done = _done(preview)
    if done is not None:
        return done
    number = proposal.edition.number
    title = _("%(title)s（转第 %(number)s 版）")
    proposal.title = title % {"title": preview.source.title[:80], "number": number}
    proposal.author = author
    begin_with(proposal, preview.carried.plan)
    return proposal


def _refuse_others(preview: Preview, version: int, edition: int) -> None:
    current = preview.proposal.edition.number
    if (version, edition) != (preview.version, current):
        text = _("预览之后草案或现行版次又有变化。请重新查看可保留的内容，再转版。")
        raise Stale(text, {"version": preview.version, "edition": current})


def _done(preview: Preview) -> Proposal | None:
    """The draft made of this version on this edition before, which nobody has discarded."""
    made = Proposal.objects.filter(
        copied_from=preview.source,
        edition=preview.proposal.edition,
        status__in=Proposal.EDITABLE,
        created_at__gt=preview.source.changed_at,
    )
    return made.order_by("created_at").first()


def _carry(draft: Proposal, proposal: Proposal) -> Carried:
    old, new = ground_of(draft), ground_of(proposal)
    standing = Standing(
        _as_called_in(plan_of_edition(draft, old), draft.edition),
        read_plan(draft),
        plan_of_edition(proposal, new),
    )
    following = follow(_numbered(old), _numbered(new))
    return carry(standing, carry_ground(standing.draft.ground, new, following))


def _numbered(ground: Ground) -> tuple[Counts, Shapes]:
    """The number in its cell set, and the polygon, of every cell."""
    cells = Cell.objects.filter(pk__in=ground.table.ids.tolist())
    read = read_columns(cells, id="i8", number="i4")
    order = np.argsort(read["id"])
    place = np.searchsorted(read["id"], ground.table.ids, sorter=order)
    return read["number"][order[place]].astype(np.int64), ground.shapes


def _as_called_in(plan: Plan, edition: Edition) -> Plan:
    """The plan with the names and codes its places had in the edition, whatever they are now."""
    names = {str(key): named for key, named in names_in(edition).items()}
    plan.units = {number: _called(unit, names) for number, unit in plan.units.items()}
    return plan


def _called(unit: UnitState, names: dict[str, Named]) -> UnitState:
    named = names.get(unit.place or "")
    return unit if named is None else replace(unit, name=named.name, code=named.code)
