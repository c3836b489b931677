"""The engine's answers a proposal took, checked again: at once where small, else by a worker."""

from dataclasses import dataclass

from gis_core.jobs.models import Job
from grids.checklist.certificates import Verified, job_of, taken_in, verified_at_once, verify_taken
from grids.proposals.models import Proposal


@dataclass(frozen=True)
class Certificate:
    """What was found; `job` where a worker does it; `taken`: how many answers are in force."""

    taken: int
    found: list[Verified]
    job: Job | None


def certificate_of(proposal: Proposal) -> Certificate:
    """The check of the present version, done here where it is small."""
    taken = len(taken_in(proposal))
    if not taken or verified_at_once(proposal):
        return Certificate(taken, verify_taken(proposal) if taken else [], None)
    job = job_of(proposal)
    done = job is not None and job.status == Job.Status.SUCCEEDED and job.result
    found = [Verified.from_json(one) for one in done["verified"]] if done else []
    return Certificate(taken, found, job)
