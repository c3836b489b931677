"""The engine's answers that a draft took, checked again by the independent checker.

The question is posed anew from the log; what comes out must have the fingerprint the answer
names, keep the hard rules or say which it breaks, and claim nothing it does not prove. Whether
the draft still is what was certified is told beside it: planners go on after taking an answer.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self
from uuid import UUID

import numpy as np
from django.db.models import Q

from gis_core.accounts.models import Level, User
from gis_core.jobs.models import Job
from gis_core.jobs.services import enqueue_job
from grids.checklist.apps import VERIFY
from grids.division.cell_table import Codes
from grids.partitioning import check, false_claims, read_problem, read_result
from grids.proposals.consulting.packing import unpacked
from grids.proposals.consulting.posing_again import parts_of
from grids.proposals.consulting.proof import documents_of
from grids.proposals.consulting.question import QuestionRefused
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.sketch import padded
from grids.proposals.drafts.history import undone_versions
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Alternative, Operation, Proposal, SuggestionKind

AT_ONCE = {SuggestionKind.DIVIDE: 3000, SuggestionKind.MERGE: 24}  # units checked on the spot


@dataclass(frozen=True)
class Verified:
    """One answer taken, and what the checker found.

    `broken`: hard rules it breaks without saying so; `false`: claims that do not hold;
    `stated`: rules it says itself it breaks; `refused`: why the question cannot be posed again,
    empty where it could; `apart`: cells of the draft that are no longer as certified.
    """

    version: int
    alternative: int
    rank: int
    work: str
    status: str
    gap: float | None
    engine: str
    input_hash: str
    units: int
    parts: int
    broken: tuple[str, ...]
    false: tuple[str, ...]
    stated: tuple[str, ...]
    refused: str
    apart: int

    @property
    def holds(self) -> bool:
        """Whether everything the answer says of itself is so."""
        return not (self.broken or self.false or self.refused)

    def to_json(self) -> dict[str, Any]:
        """As a job's result keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What a job's result keeps."""
        lists = {name: tuple(data[name]) for name in ("broken", "false", "stated")}
        return cls(**{**data, **lists})


def verify_taken(proposal: Proposal) -> list[Verified]:
    """Every answer in force in the draft, checked again, the one taken last first."""
    return [_verify(proposal, version, taken) for version, taken in taken_in(proposal)]


def taken_in(proposal: Proposal) -> list[tuple[int, Alternative]]:
    """The answers taken and not taken back, by the version that took them, the last one first."""
    made = Operation.objects.filter(proposal=proposal, kind="take_alternative")
    undone = undone_versions(proposal)
    rows = made.order_by("-version").values_list("version", "request__alternative")
    asked = Q(suggestion__proposal=proposal) | Q(
        suggestion__proposal=None,
        suggestion__place=proposal.place_id,
        suggestion__cell_set=proposal.cell_set_id,
    )
    known = Alternative.objects.filter(asked).select_related("suggestion")
    by_key = {one.pk: one for one in known.defer("explanation")}
    return [
        (version, by_key[key]) for version, key in rows if version not in undone and key in by_key
    ]


def verified_at_once(proposal: Proposal) -> bool:
    """Whether checking takes no longer than a page may: few units in every answer."""
    with reading(proposal.pk) as plan:
        sizes = {
            SuggestionKind.DIVIDE: plan.ground.size,
            SuggestionKind.MERGE: len(plan.live(Level.COMMUNITY)),
        }
    works = {SuggestionKind(taken.suggestion.kind) for _version, taken in taken_in(proposal)}
    return all(sizes[work] <= AT_ONCE[work] for work in works)


def ask_to_verify(*, proposal: Proposal, requested_by: User) -> Job:
    """Have the present version checked by a worker; asked again, it is the same job."""
    return enqueue_job(
        kind=VERIFY,
        arguments={"proposal": str(proposal.pk)},
        requested_by=requested_by,
        county_key=proposal.county_id,
        idempotency_key=_key(proposal.pk, proposal.version),
    )


def job_of(proposal: Proposal) -> Job | None:
    """The job that checks the present version, if it was asked for."""
    return Job.objects.filter(idempotency_key=_key(proposal.pk, proposal.version)).first()


def _key(proposal: UUID, version: int) -> str:
    return f"{VERIFY}:{proposal}:{version}"


def _verify(proposal: Proposal, version: int, taken: Alternative) -> Verified:
    units, broken, false, refused = 0, set[str](), set[str](), ""
    stated = {str(one["rule"]) for one in taken.violations}
    try:
        documents = documents_of(proposal, taken)
        problem = read_problem(documents["problem"])
        result = read_result(problem, documents["result"])
        units = problem.size
        broken = {one.rule for one in check(problem, result)} - stated
        false = {one.rule for one in false_claims(problem, result)}
    except QuestionRefused as refusal:
        refused = str(refusal)
    with reading(proposal.pk) as plan:
        part = padded(_parts(plan, taken), plan.ground.size)
        apart = cells_apart(plan, part, SuggestionKind(taken.suggestion.kind))
    return Verified(
        version=version,
        alternative=taken.pk,
        rank=taken.rank,
        work=taken.suggestion.kind,
        status=taken.status,
        gap=taken.gap,
        engine=taken.engine,
        input_hash=taken.input_hash,
        units=units,
        parts=len(np.unique(part[part > 0])),
        broken=tuple(sorted(broken)),
        false=tuple(sorted(false)),
        stated=tuple(sorted(stated)),
        refused=refused,
        apart=apart,
    )


def _parts(plan: Plan, taken: Alternative) -> Codes:
    """(n,) the answer's unit of each cell, 0 for none; asked at the desk it keeps them itself."""
    if taken.labels is not None:
        return unpacked(bytes(taken.labels))
    return parts_of(taken, plan.ground.table)


def cells_apart(plan: Plan, part: Codes, work: SuggestionKind) -> int:
    """Cells that are not where the answer puts them, whatever its units are called now.

    `part` (n,) from 1, 0 outside. A part's unit is the one with most of its cells, and of two
    parts with one unit it is that of the larger; cells of these units from outside count too.
    """
    level = Level.COMMUNITY if work == SuggestionKind.MERGE else Level.GRID
    labels = plan.level(level).labels
    inside = part > 0
    ends, counts = np.unique(np.stack([part, labels])[:, inside], axis=1, return_counts=True)
    right, parts, units = 0, set[int](), {NOBODY}
    for place in np.lexsort((ends[1], ends[0], -counts)).tolist():
        one, unit = ends[:, place].tolist()
        if one not in parts and unit not in units:
            parts.add(one)
            units.add(unit)
            right += int(counts[place])
    outside = ~inside & np.isin(labels, sorted(units - {NOBODY}))
    return int(inside.sum()) - right + int(outside.sum())
