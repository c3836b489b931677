"""Who counts people and covering units: apps register a counter for the rules they hold data of.

A rule nobody counts for is told as without data, never as kept.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from grids.proposals.drafting.plan import Plan
    from grids.proposals.models import Proposal

Counter: TypeAlias = "Callable[[Proposal, Plan], Mapping[int, int] | None]"
"""By number of the unit; a unit left out has none. None: this county keeps no such count."""

DISPLACED = "displaced_staff"
_paths: dict[str, str] = {}


def register_counter(key: str, path: str) -> None:
    """Say by dotted path who counts for a rule. Raises ValueError where another does already."""
    if _paths.setdefault(key, path) != path:
        raise ValueError(f"two counters for the rule {key}: {_paths[key]}, {path}")


def counts_of(proposal: "Proposal", plan: "Plan") -> dict[str, Mapping[int, int]]:
    """What every registered counter counts, by rule."""
    counters: dict[str, Counter] = {key: import_string(_paths[key]) for key in sorted(_paths)}
    found = {key: counter(proposal, plan) for key, counter in counters.items()}
    return {key: counts for key, counts in found.items() if counts is not None}
