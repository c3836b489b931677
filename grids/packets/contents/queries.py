"""The contents of a case's papers, read from the database as it is."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone, translation

from gis_core.accounts.models import Level
from grids.checklist.case import VenueAt
from grids.checklist.judging import judge
from grids.checklist.reading import read_case
from grids.packets.contents.difference import LEVELS, Difference, difference_of
from grids.packets.contents.figures import count_ground, totals_of, units_of
from grids.packets.contents.findings import (
    affected_of,
    certificates_of,
    staffing_of,
    standing_waivers,
)
from grids.packets.contents.model import Contents, Head, Limit, UnitRow
from grids.packets.contents.moves import fates_of, moved_of, transfers_of
from grids.packets.contents.record import (
    conditions_of,
    events_of,
    notices_of,
    papers_of,
    steps_of,
    threads_of,
    waivers_of,
)
from grids.packets.contents.stamps import Stamps, stamps_of
from grids.partitioning.result import ENGINE
from grids.proposals.drafts.comparing import Side, edition_of, version_of
from grids.proposals.drafts.reasons import reasons_of
from grids.proposals.models import Proposal

LANGUAGE = "zh-hans"


def contents_of(proposal: Proposal, day: datetime.date | None = None) -> Contents:
    """All that the papers of a case say of its present version, in Chinese whoever asks; `day`
    is the one they bear, today if none is named."""
    with translation.override(LANGUAGE):
        before, after = edition_of(proposal), version_of(proposal, None)
        return read_contents(proposal, (before, after), day or timezone.localdate())


def read_contents(proposal: Proposal, sides: tuple[Side, Side], day: datetime.date) -> Contents:
    """The same for both sides read already."""
    stamps, difference = stamps_of(proposal), difference_of(sides[0].plan, sides[1].plan)
    waivers = waivers_of(proposal, stamps.content)
    case = read_case(proposal, difference.after)
    lines = judge(case, standing_waivers(difference.after, waivers))
    return Contents(
        head=_head(proposal, stamps, day),
        limits=_limits(proposal),
        **_changes(proposal, difference, case.venues),
        affected=affected_of(proposal, *sides),
        staffing=tuple(staffing_of(difference.after, lines)),
        lines=tuple(lines),
        waivers=tuple(waivers),
        certificates=tuple(certificates_of(proposal)),
        threads=tuple(threads_of(proposal)),
        notices=tuple(notices_of(proposal)),
        papers=tuple(papers_of(proposal)),
        conditions=tuple(conditions_of(proposal)),
        events=tuple(events_of(proposal)),
        steps=tuple(steps_of(proposal)),
    )


def _changes(
    proposal: Proposal, difference: Difference, venues: Sequence[VenueAt]
) -> dict[str, Any]:
    """What is to be said of units, ground and buildings."""
    counted = (
        count_ground(proposal.cell_set, difference.before, venues),
        count_ground(proposal.cell_set, difference.after, venues),
    )
    units: dict[Level, list[UnitRow]] = {
        level: units_of(difference, counted, level) for level in LEVELS
    }
    reasons = reasons_of(proposal, difference.after)
    return {
        "totals": tuple(totals_of(difference, level, units[level]) for level in LEVELS),
        "units": tuple(row for level in LEVELS for row in units[level]),
        "fates": tuple(fate for level in LEVELS for fate in fates_of(difference, level)),
        "transfers": tuple(transfers_of(difference, counted[1].buildings, reasons)),
        "moved": tuple(moved_of(proposal.cell_set, difference)),
    }


def _head(proposal: Proposal, stamps: Stamps, day: datetime.date) -> Head:
    return Head(
        title=proposal.title,
        kind=proposal.kind,
        kind_label=proposal.get_kind_display(),
        reason=proposal.reason,
        county=proposal.county.name,
        place=proposal.place.name,
        place_code=proposal.place.code,
        whole_county=proposal.place.level == Level.COUNTY,
        edition=proposal.edition.number,
        map_revision=proposal.cell_set.map_revision,
        rule_set=proposal.rule_set.number,
        rule_set_name=proposal.rule_set.name,
        counted=proposal.rule_set.get_household_count_display(),
        version=proposal.version,
        engine=ENGINE,
        status=proposal.get_status_display(),
        author=str(proposal.author or ""),
        content_hash=stamps.content,
        record_hash=stamps.record,
        day=day,
    )


def _limits(proposal: Proposal) -> tuple[Limit, ...]:
    rows = proposal.rule_set.thresholds.order_by("pk")
    return tuple(
        Limit(one.key, one.label, f"{one.value.normalize():f}", one.unit, one.source)
        for one in rows
    )
