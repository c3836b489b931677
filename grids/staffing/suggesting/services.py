"""Every write to suggestions: asked for, edited, accepted in one step."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import County, Edition, Place
from communities.territory.queries import rule_set_in_force
from gis_core.accounts.models import Level, User
from gis_core.jobs.services import enqueue_job
from grids.proposals.drafting.refusals import Refused, Stale
from grids.staffing.apps import SUGGEST
from grids.staffing.capacities import Capacity, Part
from grids.staffing.editions import edition_of_today
from grids.staffing.models import StaffingSuggestion, SuggestedTie
from grids.staffing.services.checks import lock_seen, take_turn
from grids.staffing.services.coverage import close_coverage, cover_grid
from grids.staffing.services.postings import close_posting, post_person
from grids.staffing.suggesting.posing import basis_of, pose, read_ground

TIE_METRES, SPREAD_METRES, LARGEST = 1500, 400, 100_000
State = StaffingSuggestion.State


@transaction.atomic
def ask_for_staffing(
    *,
    county: County,
    person: User | None,
    tie_metres: int = TIE_METRES,
    spread_metres: int = SPREAD_METRES,
) -> StaffingSuggestion:
    """Ask for a suggestion; a job answers. Raises Refused for a county without an edition."""
    if not (0 <= tie_metres <= LARGEST and 0 <= spread_metres <= LARGEST):
        raise Refused("metres_wrong", _("权重须在 0 至 %s 米之间。") % LARGEST)
    try:
        edition = edition_of_today(county)
    except Edition.DoesNotExist as error:
        text = _("本县还没有版次，不能安排人员。请先导入并启用首个版次。")
        raise Refused("no_edition", text) from error
    asked = StaffingSuggestion.objects.create(
        county=county,
        edition=edition,
        rule_set=rule_set_in_force(county),
        tie_metres=tie_metres,
        spread_metres=spread_metres,
        asked_by=person,
    )
    asked.job = enqueue_job(
        kind=SUGGEST,
        arguments={"suggestion": asked.pk},
        requested_by=person,
        county_key=county.pk,
    )
    asked.save(update_fields=["job"])
    return asked


@transaction.atomic
def edit_tie(
    *,
    suggestion: StaffingSuggestion,
    tie: SuggestedTie,
    grid: Place | None,
    seen_version: int | None,
) -> SuggestedTie:
    """Send somebody elsewhere than suggested, or nowhere.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: it has been accepted, or the place is no grid of the county in force.
    """
    locked = lock_seen(suggestion, seen_version)
    _check_ready(locked)
    if grid is not None and (
        grid.level != Level.GRID or grid.abolished or grid.county_id != locked.county_id
    ):
        raise Refused("no_such_grid", _("请选本县现行的一个网格。"))
    row = locked.ties.get(pk=tie.pk)
    row.chosen = grid
    row.save(update_fields=["chosen"])
    locked.version += 1
    locked.save(update_fields=["version"])
    return row


@transaction.atomic
def accept_suggestion(
    *,
    suggestion: StaffingSuggestion,
    from_day: datetime.date,
    person: User | None,
    document: str = "",
    seen_version: int | None,
) -> StaffingSuggestion:
    """Make the ties of a suggestion those of the county from a day on: all of them, or none.

    What stays as it is keeps its posting; what moves ends and begins. Accepted again it is the
    same.

    Raises:
        VersionMissing, Stale: the version seen is not named or not the present one, or staff
            has changed since it was computed.
        Refused: an edited tie is against the rules; the text says whose.
    """
    take_turn(suggestion.county_id)
    now = StaffingSuggestion.objects.get(pk=suggestion.pk)
    if now.state == State.ACCEPTED:
        return now
    locked = lock_seen(suggestion, seen_version)
    _check_ready(locked)
    _check_basis(locked)
    ties = list(locked.ties.select_related("person", "unit", "chosen", "posting", "coverage"))
    changed = [tie for tie in ties if _changes(tie)]
    for tie in changed:
        _end(tie, from_day)
    for tie in changed:
        _begin(tie, from_day, document)
    locked.state, locked.accepted_by, locked.accepted_from = State.ACCEPTED, person, from_day
    locked.version += 1
    locked.save()
    return locked


def _check_ready(suggestion: StaffingSuggestion) -> None:
    if suggestion.state == State.ASKED:
        raise Refused("not_ready", _("建议还在计算。请稍后再来。"))
    if suggestion.state == State.ACCEPTED:
        raise Refused("accepted_already", _("这份建议已采用，不能再改。"))


def _check_basis(suggestion: StaffingSuggestion) -> None:
    if edition_of_today(suggestion.county).pk != suggestion.edition_id:
        text = _("建议算出后区划换了版次。请重新生成建议。")
        raise Stale(text, {"edition": suggestion.edition_id})
    if basis_of(pose(suggestion, read_ground(suggestion.edition))) != suggestion.basis:
        text = _("建议算出后人员或包抓有了变动。请重新生成建议。")
        raise Stale(text, {"basis": suggestion.basis})


def _changes(tie: SuggestedTie) -> bool:
    if tie.coverage is not None and tie.chosen_id is not None and tie.part:
        return tie.moves or tie.coverage.part != tie.part
    return tie.moves


def _end(tie: SuggestedTie, day: datetime.date) -> None:
    reason = _("按人员安排建议第 %s 号调整") % tie.suggestion_id
    if tie.posting is not None:
        close_posting(tie.posting, day, reason)
    if tie.coverage is not None:
        close_coverage(tie.coverage, day, reason)


def _begin(tie: SuggestedTie, day: datetime.date, document: str) -> None:
    if tie.chosen is None:
        return
    if tie.person is not None:
        capacity = Capacity(tie.posting.capacity if tie.posting else tie.person.capacity)
        post_person(
            person=tie.person,
            place=tie.chosen,
            capacity=capacity,
            first_day=day,
            document=document,
        )
    if tie.unit is not None:
        part = Part(tie.part) if tie.part else Part.SUPPORT
        cover_grid(unit=tie.unit, grid=tie.chosen, part=part, first_day=day, document=document)
