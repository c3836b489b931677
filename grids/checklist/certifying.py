"""How the engine's answers a proposal took stand: verified, not (yet), false, or redrawn since."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from gis_core.jobs.models import Job
from grids.checklist.case import Case
from grids.checklist.certificates import (
    Verified,
    job_of,
    taken_in,
    verified_at_once,
    verify_taken,
)
from grids.checklist.lines import Fault
from grids.proposals.models import Proposal


class State(StrEnum):
    """`STALE`: what was certified holds, and the draft is no longer quite that."""

    NONE = "none"
    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    FAILED = "failed"
    STALE = "stale"


@dataclass(frozen=True)
class Certificate:
    """What was found; `job` where a worker does it; `taken`: how many answers are in force."""

    taken: int
    found: list[Verified]
    job: Job | None

    @property
    def state(self) -> State:
        if not self.taken:
            return State.NONE
        if any(one.broken or one.false for one in self.found):
            return State.FAILED
        if not self.found or any(one.refused for one in self.found):
            return State.UNVERIFIED
        return State.STALE if any(one.apart for one in self.found) else State.VERIFIED


def certificate_of(proposal: Proposal) -> Certificate:
    """The check of the present version by the independent checker, done here where it is small."""
    taken = len(taken_in(proposal))
    if not taken or verified_at_once(proposal):
        return Certificate(taken, verify_taken(proposal) if taken else [], None)
    job = job_of(proposal)
    done = job is not None and job.status == Job.Status.SUCCEEDED and job.result
    found = [Verified.from_json(one) for one in done["verified"]] if done else []
    return Certificate(taken, found, job)


def certified(case: Case) -> list[Fault]:
    """The rule of the checklist: false claims block, changes since are to be known."""
    certificate = case.certificate
    state = certificate.state if certificate else State.NONE
    if certificate is None or state in (State.NONE, State.VERIFIED):
        return []
    if state == State.FAILED:
        return list(_false(certificate))
    if state == State.UNVERIFIED:
        return [Fault(_("引擎的证明还没有校验，或无法重新提出当时的问题"), unknown=True)]
    apart = max(one.apart for one in certificate.found)
    text = _("草案此后又改了 %(count)s 个单元，证明只及于所采用的方案")
    return [Fault(text % {"count": apart}, value=apart, limit=0)]


def told(case: Case) -> str:
    """What the line says where nothing is wrong."""
    certificate = case.certificate
    if certificate is None or not certificate.taken:
        return _("没有采用引擎的方案，没有要验证的证明")
    text = _("采用的 %(count)s 个方案都经独立校验程序校验通过，草案与之一致")
    return text % {"count": certificate.taken} if certificate.state == State.VERIFIED else ""


def _false(certificate: Certificate) -> Iterator[Fault]:
    text = _("第 %(version)s 步采用的方案 %(rank)s 校验没有通过：%(what)s")
    for one in certificate.found:
        wrong = [*one.broken, *one.false]
        if wrong:
            values = {"version": one.version, "rank": one.rank, "what": "、".join(wrong)}
            yield Fault(text % values, value=len(wrong), limit=0, blocking=True)
