"""What the engine answers: parts, labels, what is broken, why, and how good it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from grids.partitioning.problem import Codes

ENGINE = "wangge-partitioning 0.1"
Work = Literal["merge", "divide"]
Status = Literal["optimal", "feasible", "infeasible", "cancelled"]


@dataclass(frozen=True)
class Violation:
    """One rule broken by the named units: the value found and the limit it should have kept."""

    rule: str
    units: tuple[str, ...]
    value: float
    limit: float


@dataclass(frozen=True)
class Part:
    """One part and its figures; None where the problem does not hold the data.

    `deviation`: households above the maximum (+) or below the minimum (-), 0 inside the bounds;
    `target_deviation`: households minus target; `pieces`: connected pieces, 1 is whole;
    `compactness`: Polsby-Popper 4πA/P², 0 to 1; `barrier_share`: share of the border to other
    parts that runs along a barrier; `served_share`: share of households within the service radius;
    `density`: inhabitants per km².
    """

    id: str
    units: int
    households: int
    deviation: int
    target_deviation: float
    pieces: int
    population: float | None = None
    area: float | None = None
    perimeter: float | None = None
    compactness: float | None = None
    barrier_share: float | None = None
    compounds_split: int = 0
    served_share: float | None = None
    density: float | None = None


@dataclass(frozen=True)
class Reason:
    """One entry of the explanation: a code, the units it is about, figures, and the sentence."""

    code: str
    units: tuple[str, ...]
    values: Mapping[str, Any]
    text_zh: str
    text_en: str


@dataclass(frozen=True)
class Term:
    """One term of the objective: its value and, where one is proven, a lower bound."""

    name: str
    value: float
    bound: float | None = None


@dataclass(frozen=True, eq=False)
class Result:
    """A division of the units into parts; `labels` (n,) are indices into `parts`."""

    work: Work
    status: Status
    labels: Codes
    parts: tuple[Part, ...]
    objective: tuple[Term, ...]
    violations: tuple[Violation, ...]
    explanation: tuple[Reason, ...]
    seed: int
    input_hash: str
    seconds: float
    certificate: Mapping[str, Any] = field(default_factory=dict)
    lexicographic: bool = False
    engine: str = ENGINE

    @property
    def gap(self) -> float | None:
        """The largest relative gap of any term, None where a term has no bound."""
        gaps = [_gap(term) for term in self.objective]
        known = [gap for gap in gaps if gap is not None]
        return max(known, default=0.0) if len(known) == len(gaps) else None


def _gap(term: Term) -> float | None:
    if term.bound is None:
        return None
    return max(0.0, term.value - term.bound) / max(abs(term.value), 1e-9)
