"""What must hold before anything is written; the caller has decided whether it may be."""

import datetime
from collections.abc import Iterator

import numpy as np
import shapely
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.basemap.models import CellSet
from communities.territory.models import Edition
from communities.territory.queries import edition_in_force
from gis_core.accounts.models import Level
from gis_core.days import in_words
from grids.checklist.waivers import waivers_of
from grids.proposals.drafting.breaking import Broken, broken_rules
from grids.proposals.drafting.outlines import outline_of
from grids.proposals.drafts.wording import tell_broken
from grids.proposals.models import Proposal
from grids.publication.drafts import LEVELS, NOBODY, Draft
from grids.publication.refusals import Reason

MOST_TOLD = 5
SAME_AREA = 1e-9  # of the whole, for sums of areas in degrees


def reasons_of_time(proposal: Proposal, day: datetime.date) -> Iterator[Reason]:
    """Why it cannot be published now: another edition, other cells, a day that is gone."""
    if day < timezone.localdate():
        text = _("生效日期 %(day)s 已过。请选今天或以后的日期。")
        yield Reason("day_is_past", text % {"day": in_words(day)})
    yield from _reasons_of_edition(proposal)
    cells = CellSet.objects.filter(edition=proposal.edition_id).first()
    if cells is not None and cells.pk != proposal.cell_set_id:
        text = _("方案起草之后单元已重新生成。请在新的单元上另建方案后再发布。")
        yield Reason("stale_cells", text)


def _reasons_of_edition(proposal: Proposal) -> Iterator[Reason]:
    current = edition_in_force(proposal.county)
    if current is None or current.pk != proposal.edition_id:
        text = _("方案基于第 %(old)s 版，现行的是第 %(new)s 版。请在现行版次上另建方案。")
        numbers = {"old": proposal.edition.number, "new": current.number if current else "—"}
        yield Reason("stale_edition", text % numbers)
    waiting = Edition.objects.filter(
        county=proposal.county_id,
        status__in=[Edition.Status.PREPARED, Edition.Status.SCHEDULED],
    ).first()
    if waiting is not None:
        text = _("第 %(number)s 版%(status)s，一次只能有一个新版次。请等它生效后再发布。")
        said = {"number": waiting.number, "status": _(str(waiting.get_status_display()))}
        yield Reason("edition_waiting", text % said)


def reasons_of_draft(draft: Draft) -> Iterator[Reason]:
    """Why the draft is no edition: it does not share out its place, or breaks hard rules."""
    yield from _reasons_of_sharing(draft)
    hard = [one for one in broken_rules(draft.after) if one.hard and not _waived(draft, one)]
    for broken in hard[:MOST_TOLD]:
        text = _("须修复后才能发布：%(what)s。")
        yield Reason(broken.rule, text % {"what": tell_broken(draft.after, broken)["text"]})
    if len(hard) > MOST_TOLD:
        text = _("另有 %(count)s 处须修复，见方案的问题列表。")
        yield Reason("hard_rules", text % {"count": len(hard) - MOST_TOLD})


def _waived(draft: Draft, broken: Broken) -> bool:
    """Whether a unit in pieces was let pass; nothing else that is hard can be."""
    given = waivers_of(draft.proposal) if broken.rule == "connected" else []
    return any((one.key, one.unit) == ("one_piece", broken.unit) for one in given)


def _reasons_of_sharing(draft: Draft) -> Iterator[Reason]:
    """Every cell has a living grid, every grid a living community of one subdistrict, and the
    outlines tile the place."""
    plan = draft.after
    living = {level: {unit.number for unit in plan.live(level)} for level in LEVELS}
    used = {*plan.labels[~plan.ground.gone].tolist()} - {NOBODY}
    above = {plan.units[number].parent for number in living[Level.GRID]}
    if used != living[Level.GRID] or above != living[Level.COMMUNITY]:
        yield Reason("not_shared_out", _("方案的单元、网格与社区对不上。请联系系统管理员。"))
        return
    for number in sorted(living[Level.COMMUNITY]):
        if len(set(plan.ground.subdistrict[plan.rows_of(number)].tolist())) > 1:
            text = _("“%(unit)s”跨了两个街道（镇）。社区须在一个街道（镇）内，请重新划分。")
            yield Reason("two_subdistricts", text % {"unit": plan.units[number].name})
    if not _tiles(draft):
        yield Reason("not_a_tiling", _("网格的图形没有恰好铺满范围。请联系系统管理员。"))


def _tiles(draft: Draft) -> bool:
    """Whether the outlines cover what the cells cover, without gap or overlap."""
    plan = draft.after
    outlines = [outline_of(plan, unit.number) for unit in plan.live(Level.GRID)]
    shapes = np.array([*outlines, None], dtype=object)[:-1]
    loose = plan.ground.shapes[(plan.labels == NOBODY) & ~plan.ground.gone]
    whole = float(shapely.area(draft.before.ground.shapes).sum())
    covered = float(shapely.area(shapes).sum() + shapely.area(loose).sum())
    return abs(whole - covered) <= SAME_AREA * whole and bool(shapely.coverage_is_valid(shapes))
