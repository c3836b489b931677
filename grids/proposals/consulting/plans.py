"""Which plans a question is answered with: each an objective of its own over the same ground."""

from dataclasses import dataclass, replace

from grids.partitioning import Rules
from grids.proposals.consulting.question import Ask, Bounds, Question

Objective = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Plan:
    """What one alternative aims at; `around`: with the units beside those named.

    `provable`: the cut alone, or staying first, which the engine can prove to be the least.
    """

    aim: str
    objective: Objective
    lexicographic: bool = False
    around: bool = False

    @property
    def provable(self) -> bool:
        return self.aim == "cut" or self.aim.startswith("change")


CUT = Plan("cut", (("cut", 1.0),))
CHANGE = Plan("change", (("change", 1.0), ("cut", 1.0)), lexicographic=True)
BALANCE = Plan("balance", (("balance", 1.0), ("cut", 1.0)), lexicographic=True)


def plans_for(question: Question) -> tuple[Plan, ...]:
    """The plans of a division, the one asked for first."""
    own = tuple((name, weight) for name, weight in question.weights.items() if weight > 0)
    first = (Plan("weights", own),) if own else ()
    if question.ask is Ask.REPAIR:
        wider = (replace(CHANGE, aim="change_around", around=True),) if question.neighbours else ()
        return (*first, CHANGE, *wider, CUT)
    if question.ask is Ask.SPLIT:
        return (*first, CUT, BALANCE)
    if question.least_change:
        return (*first, CHANGE, CUT, BALANCE)
    return (*first, CUT, CHANGE, BALANCE)


def with_bounds(rules: Rules, bounds: Bounds) -> Rules:
    """The rule set's rules with the planner's bounds where they are given."""
    low = rules.min_households if bounds.minimum is None else bounds.minimum
    high = rules.max_households if bounds.maximum is None else bounds.maximum
    target = rules.target_households if bounds.target is None else bounds.target
    if target is not None:
        target = min(max(target, low), high)
    parts = None if bounds.parts is None else (bounds.parts, bounds.parts)
    return replace(
        rules, min_households=low, max_households=high, target_households=target, parts=parts
    )
