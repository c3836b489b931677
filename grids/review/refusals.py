"""Why a case is not led on; each says what is wrong, where, and what to do instead."""

from collections.abc import Sequence

from grids.proposals.drafting.refusals import NotYours, Refused
from grids.review.registry import Hindrance

__all__ = ["DefinitionRefused", "Hindered", "MovedOn", "NotYours"]


class MovedOn(Refused):
    """The case or its contents are not what the person saw; 409 over HTTP."""


class Hindered(Refused):
    """Guards that are not satisfied, all of them; 422 over HTTP."""

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        self.hindrances = tuple(hindrances)
        super().__init__("hindered", "".join(one.message for one in hindrances))


class DefinitionRefused(Refused):
    """A life-cycle that does not hold together; `faults`: everything that is wrong."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("lifecycle_faulty", "".join(faults))
