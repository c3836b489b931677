"""The jobs that look through a large roster, and take it over."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import Place
from gis_core.accounts.models import Level, User
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import scope_for
from gis_core.jobs.context import JobContext, JobFailed
from gis_core.jobs.models import Job
from grids.proposals.drafting.refusals import Refused
from grids.staffing.models import Roster
from grids.staffing.rosters.services import Progress, apply_roster, dry_run

READ, APPLY = "核对名册", "导入名册"


def look(context: JobContext, *, roster: int) -> None:
    """Say of each row what importing it would do."""
    found = Roster.objects.select_related("county", "uploaded_by").get(pk=roster)
    places = places_of(found.uploaded_by, found)
    report = dry_run(found.county, found.kind, found.rows, places, _telling(context, READ))
    with context.publish() as result:
        found.state, found.report = Roster.State.LOOKED_AT, report
        found.version += 1
        found.save(update_fields=["state", "report", "version"])
        result.update(rows=len(report), refused=found.refused)


def apply(context: JobContext, *, roster: int, seen: int, leave_out: bool) -> None:
    """Take a roster over and end the job in one transaction; refused, it can be looked at again."""
    found = Roster.objects.select_related("county").get(pk=roster)
    person = Job.objects.get(pk=context.job_id).requested_by
    places = places_of(person, found)
    try:
        with transaction.atomic():
            done = apply_roster(
                roster=found,
                person=person,
                seen_version=seen,
                places=places,
                leave_out_refused=leave_out,
                progress=_telling(context, APPLY),
            )
            # Only now the job's own row: locked any earlier, its lease could not be renewed.
            with context.publish() as result:
                result.update(roster=done.pk, rows=len(done.report))
    except Refused as refusal:
        _let_go(roster)
        raise JobFailed("roster_refused", str(refusal)) from refusal
    if done.pk != roster:  # the same rows came in by another file meanwhile
        _let_go(roster)


def places_of(person: User | None, roster: Roster) -> frozenset[UUID] | None:
    """Where the person may do today what the roster does; None for all of the county.

    Raises JobFailed for who may not do it there any more.
    """
    if person is None:
        return None
    items = roster.kind == Roster.Kind.ITEMS
    scope = scope_for(person, Action.EDIT_SERVICES if items else Action.ASSIGN_STAFF)
    if roster.county_id in scope.counties:
        return None
    places = scope.of(Place).filter(county=roster.county_id)
    if not items:
        places = places.filter(level=Level.GRID)
    found = frozenset(places.values_list("pk", flat=True))
    if not found:
        raise JobFailed("not_yours", _("您已没有在本县做这件事的权限，名册没有导入。"))
    return found


def _let_go(roster: int) -> None:
    """It waits to be confirmed again."""
    rows = Roster.objects.filter(pk=roster, state=Roster.State.APPLYING)
    rows.update(state=Roster.State.LOOKED_AT)


def _telling(context: JobContext, phase: str) -> Progress:
    return lambda done, total: context.progress(done, total, phase)
