"""Why a proposal cannot be published: every reason, not the first alone."""

from collections.abc import Iterable
from typing import NamedTuple

from grids.proposals.drafting.refusals import Refused


class Reason(NamedTuple):
    """A code for programs; what, where and how to repair it for the reader."""

    code: str
    message: str


class PublicationRefused(Refused):
    """Nothing was written; `reasons` are all that stands in the way."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(self.reasons[0].code, "".join(reason.message for reason in self.reasons))


def refuse_for(reasons: Iterable[Reason]) -> None:
    """Raises PublicationRefused where there is any reason."""
    if found := tuple(reasons):
        raise PublicationRefused(found)
