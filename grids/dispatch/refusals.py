"""Why an order is not led on; each says what is wrong, where, and what to do instead."""

from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing

__all__ = ["NotYours", "Refused", "Stale", "VersionMissing"]


class NotYours(Refused):
    """The person has no part in this, or had one that keeps them from it; 403 over HTTP."""
