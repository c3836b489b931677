"""The checklist of a proposal as it stands."""

from collections.abc import Iterable

from grids.checklist.certifying import Certificate, certificate_of
from grids.checklist.judging import judge
from grids.checklist.lines import Line, Waiver
from grids.checklist.reading import read_case
from grids.checklist.waivers import waivers_of
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Proposal


def checklist(
    proposal: Proposal,
    waivers: Iterable[Waiver] | None = None,
    certificate: Certificate | None = None,
) -> list[Line]:
    """Every rule with who breaks it, in the present version; `waivers`: by default all that were
    given in the case; `certificate`: by default checked again now.

    A case may go on where no line `blocks`. Lines without data are told as such.
    """
    given = waivers_of(proposal) if waivers is None else waivers
    checked = certificate or certificate_of(proposal)
    with reading(proposal.pk) as plan:
        return judge(read_case(proposal, plan, checked), given)


def blocking(lines: Iterable[Line]) -> list[Line]:
    """The lines that hold the case up."""
    return [line for line in lines if line.blocks]
