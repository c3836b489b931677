"""When what is killed: spread over the time an action takes, in an order drawn by the seed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.faults.actions import Action
from tests.faults.counties import Subject

AT_THE_ANSWER = 6  # of so many kills of an action that is answered, one waits for the answer
LONGEST = 1.1  # of the time the action takes when nothing is killed
LATER = 0.6  # moments lean to the end: half of the time goes into checking a password


@dataclass(frozen=True)
class Kill:
    """`moment`: the share of the action's usual time after which the victim is killed; None in
    the moment it is acknowledged, or as soon as `sign` is so."""

    action: Action
    victim: str
    moment: float | None
    sign: Callable[[Subject], bool] | None = None


def plan_kills(count: int, actions: Sequence[Action], chance: random.Random) -> list[Kill]:
    """`count` kills shared out evenly over actions and victims; the moments of each pair fill
    the time evenly, one drawn in each of as many equal parts as there are kills."""
    pairs = [(action, victim) for action in actions for victim in action.victims]
    kills: list[Kill] = []
    for number, (action, victim) in enumerate(pairs):
        own = len(range(number, count, len(pairs)))
        kills += [Kill(action, victim, _moment(part, own, chance)) for part in range(own)]
    chance.shuffle(kills)
    return kills


def _moment(part: int, parts: int, chance: random.Random) -> float | None:
    if part % AT_THE_ANSWER == AT_THE_ANSWER - 1:
        return None
    return float(LONGEST * ((part + chance.random()) / parts) ** LATER)
