"""Who counts people and covering units: apps register a counter for the rules they hold data of.

A rule nobody counts for is told as without data, never as kept.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from grids.proposals.drafting.plan import Plan
from grids.proposals.models import Proposal

Counter: TypeAlias = Callable[[Proposal, Plan], Mapping[int, int] | None]
"""By number of the unit; a unit left out has none. None: this county keeps no such count."""

DISPLACED = "displaced_staff"
_counters: dict[str, Counter] = {}


def register_counter(key: str, counter: Counter) -> None:
    """Say who counts for a rule. Raises ValueError where another does already."""
    if _counters.setdefault(key, counter) is not counter:
        raise ValueError(f"two counters for the rule {key}")


def counts_of(proposal: Proposal, plan: Plan) -> dict[str, Mapping[int, int]]:
    """What every registered counter counts, by rule."""
    found = {key: counter(proposal, plan) for key, counter in sorted(_counters.items())}
    return {key: counts for key, counts in found.items() if counts is not None}
