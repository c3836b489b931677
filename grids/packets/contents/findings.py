"""The checklist, the certificate and what a case concerns besides, as its papers tell them."""

from collections.abc import Iterable, Iterator, Sequence

from gis_core.accounts.models import Level
from gis_core.jobs.models import Job
from grids.checklist.affected import affected_by
from grids.checklist.certificates import Verified, job_of, verify_taken
from grids.checklist.lines import Line, Outcome, Waiver
from grids.packets.contents.held import WaiverGiven
from grids.packets.contents.model import Staffing, Touched
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import Side
from grids.proposals.models import Proposal

STAFF = {
    "workers": Level.COMMUNITY,
    "officers": Level.GRID,
    "covering_units": Level.GRID,
    "legal_officers": Level.GRID,
    "displaced_staff": Level.COMMUNITY,
}


def standing_waivers(plan: Plan, given: Iterable[WaiverGiven]) -> Iterator[Waiver]:
    """The waivers that hold, as the checklist takes them: of a unit by its number or its name,
    or of no unit."""
    numbers = {unit.name: number for number, unit in plan.units.items() if not unit.retired}
    for one in given:
        named = int(one.subject) if one.subject.isdecimal() else numbers.get(one.subject)
        if one.holds and (named is not None or not one.subject):
            yield Waiver(one.rule, named, one.reason, one.by)


def certificates_of(proposal: Proposal) -> list[Verified]:
    """The engine's answers in force, checked again; by the job that did so, if one has."""
    job = job_of(proposal)
    if job is not None and job.status == Job.Status.SUCCEEDED and job.result:
        return [Verified.from_json(one) for one in job.result["verified"]]
    return verify_taken(proposal)


def affected_of(proposal: Proposal, before: Side, after: Side) -> dict[str, tuple[Touched, ...]]:
    """What else the case concerns, by kind."""
    return {
        label: tuple(Touched(one.name, one.before, one.after) for one in found)
        for label, found in affected_by(proposal, before, after).items()
    }


def staffing_of(plan: Plan, lines: Sequence[Line]) -> list[Staffing]:
    """What the rules of staff and cover ask, and which units have too few."""
    by_key = {line.key: line for line in lines}
    return [
        Staffing(
            label=by_key[key].label,
            needed=by_key[key].limit or by_key[key].text,
            source=by_key[key].source,
            counted=by_key[key].outcome != Outcome.NO_DATA,
            units=len(plan.live(level)),
            short=tuple(fault.text for fault in by_key[key].faults if not fault.unknown),
        )
        for key, level in STAFF.items()
    ]
