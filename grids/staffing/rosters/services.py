"""Every write to rosters: looked through, taken over, taken back, dropped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.territory.models import County
from gis_core.accounts.models import User
from gis_core.files.faults import FileFault, FileRefused
from gis_core.jobs.services import enqueue_job
from grids.proposals.drafting.refusals import Refused
from grids.staffing.apps import APPLY_ROSTER, LOOK_AT_ROSTER
from grids.staffing.models import Roster
from grids.staffing.rosters.importing import REFUSED, Import
from grids.staffing.rosters.items import ItemImport
from grids.staffing.rosters.reading import MOST_ROWS, read_sheet
from grids.staffing.rosters.undoing import take_back
from grids.staffing.services.checks import lock_seen, take_turn

State = Roster.State
LARGE = 200  # rows: some two seconds of work; more of them are a job's
Progress = Callable[[int, int], None]


def no_progress(_done: int, _total: int) -> None:
    """Nobody waits to be told."""


class _Forget(Exception):
    """Leaves the transaction: a dry run wrote it."""


def look_at_roster(
    *,
    county: County,
    path: Path,
    file_name: str,
    kind: Roster.Kind,
    person: User | None,
    places: frozenset[UUID] | None = None,
) -> Roster:
    """Read a file and say of each row what importing it would do; nothing of it is done.

    Of more than `LARGE` rows a job says it.

    `places` are those the person may assign to, or keep the list of; None for all of the county.

    Raises FileRefused: the file as a whole cannot be taken.
    """
    sheet = read_sheet(path, kind)
    if len(sheet.rows) > MOST_ROWS:
        text = _("名册超过 %s 行。请按街道拆分后导入。")
        raise FileRefused(FileFault.TOO_LARGE, text % MOST_ROWS)
    large = len(sheet.rows) > LARGE
    with transaction.atomic():
        made = Roster.objects.create(
            county=county,
            kind=kind,
            state=State.READING if large else State.LOOKED_AT,
            file_name=file_name[-200:],
            sha256=sheet.sha256,
            digest=sheet.digest,
            rows=sheet.rows,
            report=[] if large else dry_run(county, kind, sheet.rows, places),
            unused_columns=sheet.unused[:50],
            uploaded_by=person,
        )
        if large:
            _enqueue(made, LOOK_AT_ROSTER, {"roster": made.pk}, person)
    return made


@transaction.atomic
def ask_to_apply(
    *,
    roster: Roster,
    person: User | None,
    seen_version: int | None,
    places: frozenset[UUID] | None = None,
    leave_out_refused: bool = False,
) -> Roster:
    """Take a roster over: at once, or by a job where it has more than `LARGE` rows.

    Raises as `apply_roster`; what a job finds out later it tells on the roster's page.
    """
    if len(roster.rows) <= LARGE:
        return apply_roster(
            roster=roster,
            person=person,
            seen_version=seen_version,
            places=places,
            leave_out_refused=leave_out_refused,
        )
    done = _applied_already(roster)
    if done is not None:
        return done
    locked = lock_seen(roster, seen_version)
    if locked.state != State.LOOKED_AT:
        raise Refused("roster_over", _("这份名册已撤回或未采用。请重新上传。"))
    if locked.refused and not leave_out_refused:
        raise Refused("rows_refused", _rows_refused(locked.refused))
    locked.state = State.APPLYING
    locked.version += 1
    arguments = {"roster": locked.pk, "seen": locked.version, "leave_out": leave_out_refused}
    _enqueue(locked, APPLY_ROSTER, arguments, person)
    return locked


@transaction.atomic
def apply_roster(
    *,
    roster: Roster,
    person: User | None,
    seen_version: int | None,
    places: frozenset[UUID] | None = None,
    leave_out_refused: bool = False,
    progress: Progress = no_progress,
) -> Roster:
    """Take a roster over, in one transaction; the rows are judged anew.

    `progress` is told how many rows are done, of how many; what it raises undoes them all. What
    was taken over already, this or another file with the same rows, is given again.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: it was dropped or taken back, or rows are refused and not to be left out.
    """
    take_turn(roster.county_id)
    done = _applied_already(roster)
    if done is not None:
        return done
    locked = lock_seen(roster, seen_version)
    if locked.state not in (State.LOOKED_AT, State.APPLYING):
        raise Refused("roster_over", _("这份名册已撤回或未采用。请重新上传。"))
    task = _begin(locked.county, locked.kind, places)
    report = _take(task, locked.rows, progress)
    refused = sum(line["verdict"] == REFUSED for line in report)
    if refused and not leave_out_refused:
        raise Refused("rows_refused", _rows_refused(refused))
    locked.report, locked.made, locked.rows = report, task.made, []
    locked.state, locked.applied_by, locked.applied_at = State.APPLIED, person, timezone.now()
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def undo_roster(*, roster: Roster, seen_version: int | None) -> Roster:
    """End today what a roster began, and give back what it changed.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: it is not in force, or later work stands on it; the text says which.
    """
    take_turn(roster.county_id)
    locked = lock_seen(roster, seen_version)
    if locked.state != State.APPLIED:
        raise Refused("roster_over", _("这份名册不在已导入状态，无从撤回。"))
    take_back(locked, timezone.localdate())
    locked.state = State.UNDONE
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def drop_roster(*, roster: Roster, seen_version: int | None) -> Roster:
    """Do not take a roster over; its rows are forgotten.

    Raises VersionMissing, Stale, and Refused where it is no longer waiting.
    """
    locked = lock_seen(roster, seen_version)
    if locked.state != State.LOOKED_AT and not locked.is_stuck:
        raise Refused("roster_over", _("这份名册已导入、撤回或未采用。"))
    locked.state, locked.rows = State.DROPPED, []
    locked.version += 1
    locked.save()
    return locked


def dry_run(
    county: County,
    kind: str,
    rows: list[dict[str, str]],
    places: frozenset[UUID] | None,
    progress: Progress = no_progress,
) -> list[dict[str, Any]]:
    """A line for each row: what importing it would do. What it wrote is forgotten."""
    report: list[dict[str, Any]] = []
    try:
        with transaction.atomic():
            take_turn(county.pk)
            task = _begin(county, kind, places)
            report = _take(task, rows, progress)
            raise _Forget
    except _Forget:
        return report


def _begin(county: County, kind: str, places: frozenset[UUID] | None) -> Import:
    way = ItemImport if kind == Roster.Kind.ITEMS else Import
    return way(county, kind, timezone.localdate(), places)


def _take(task: Import, rows: list[dict[str, str]], progress: Progress) -> list[dict[str, Any]]:
    report = []
    for number, cells in enumerate(rows, start=1):
        progress(number, len(rows))
        report.append(task.take(number, cells))
    return report


def _enqueue(roster: Roster, kind: str, arguments: dict[str, Any], person: User | None) -> None:
    roster.job = enqueue_job(
        kind=kind, arguments=arguments, requested_by=person, county_key=roster.county_id
    )
    roster.save()


def _applied_already(roster: Roster) -> Roster | None:
    """This roster or one with the same rows, where it is in force."""
    rows = Roster.objects.filter(county=roster.county_id, digest=roster.digest)
    return rows.filter(state=State.APPLIED).first()


def _rows_refused(count: int) -> str:
    return _("有 %s 行不能导入。请改正文件后重新上传，或选择“略过这些行”。") % count
