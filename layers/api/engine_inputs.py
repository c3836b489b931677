"""What may be asked of the engine at the desk; everything else is refused before it is read."""

from typing import Annotated, Literal

from pydantic import Field

from grids.proposals.consulting.question import WEIGHTS, Ask, Bounds, Question
from layers.api.draft_inputs import LARGEST_VERSION, Key, Sent, Version

MOST = 1_000_000
Number = Annotated[int, Field(ge=1, le=LARGEST_VERSION)]
Households = Annotated[int, Field(ge=0, le=MOST)]
Group = Annotated[list[Number], Field(min_length=2, max_length=100)]
Weight = Annotated[float, Field(ge=0, le=MOST, allow_inf_nan=False)]


class RuleWish(Sent):
    """Bounds of this question; what is left out is as the rule set has it."""

    min: Households | None = None
    max: Households | None = None
    target: Households | None = None
    parts: Annotated[int, Field(ge=1, le=MOST)] | None = None


class EngineQuestion(Sent):
    kind: Ask
    units: Annotated[list[Number], Field(max_length=5_000)] = []
    rules: RuleWish = RuleWish()
    weights: Annotated[
        dict[Annotated[str, Field(max_length=20)], Weight], Field(max_length=len(WEIGHTS))
    ] = {}
    least_change: bool = False
    neighbours: bool = False
    together: Annotated[list[Group], Field(max_length=100)] = []
    apart: Annotated[list[tuple[Number, Number]], Field(max_length=100)] = []
    seed: Annotated[int, Field(ge=0, le=LARGEST_VERSION)] = 1
    version: Version | None = None
    idempotency_key: Key | None = None

    def about(self, version: int) -> Question:
        """The question about a version of the draft. Raises QuestionRefused."""
        rules = self.rules
        return Question(
            ask=self.kind,
            version=version if self.version is None else min(self.version, version),
            units=tuple(dict.fromkeys(self.units)),
            bounds=Bounds(rules.min, rules.max, rules.target, rules.parts),
            weights=self.weights,
            least_change=self.least_change,
            neighbours=self.neighbours,
            together=tuple(map(tuple, self.together)),
            apart=tuple(self.apart),
        )


class WhatIf(Sent):
    a: Number
    b: Number
    must: Literal["together", "apart"]
