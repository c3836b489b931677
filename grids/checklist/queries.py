"""The checklist of a proposal as it stands."""

from collections.abc import Iterable

from grids.checklist.judging import judge
from grids.checklist.lines import Line, Waiver
from grids.checklist.reading import read_case
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Proposal


def checklist(proposal: Proposal, waivers: Iterable[Waiver] = ()) -> list[Line]:
    """Every rule with who breaks it, in the present version; `waivers` are those given so far.

    A case may go on where no line `blocks`. Lines without data are told as such.
    """
    with reading(proposal.pk) as plan:
        return judge(read_case(proposal, plan), waivers)


def blocking(lines: Iterable[Line]) -> list[Line]:
    """The lines that hold the case up."""
    return [line for line in lines if line.blocks]
