"""The rules of one problem: hard bounds, and what makes a border cheap or dear."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

TERMS = ("cut", "distance", "change", "balance", "compactness")
DISTANCES = ("euclidean", "hops", "matrix", "network")

# A border along a strong barrier is nearly free; one through open ground costs its full length.
DEFAULT_BARRIER_WEIGHT: Mapping[str, float] = MappingProxyType(
    {
        "expressway": 0.1,
        "railway": 0.1,
        "river": 0.1,
        "canal": 0.15,
        "arterial": 0.15,
        "collector": 0.25,
        "local": 0.4,
        "wall": 0.5,
    }
)


@dataclass(frozen=True)
class Rules:
    """Hard rules and weights; unit numbers are indices into `Problem.unit_ids`.

    `min_households`, `max_households`, `target_households`: households per part.
    `parts`: smallest and largest number of parts of the whole problem, both allowed.
    `service_radius`: metres; `service_share`: share of a merged part's households that must live
    within the radius of one site of the part (1 = all).
    `barrier_weight`: factor on the length of a border along that barrier; 1 along none.
    `compound_weight`: factor on a border inside one compound, whatever it runs along.
    `inside_weight`: cost per metre of a barrier left inside a part.
    `forbidden_barriers`: classes over which units do not hang together.
    `objective`: terms and weights; when `lexicographic`, in the order given and weights unused;
    empty: the usual one of the work (dividing: cut; merging: change, distance, cut).
    """

    min_households: int = 0
    max_households: int = 2**62
    target_households: float | None = None
    parts: tuple[int, int] | None = None
    service_radius: float | None = None
    service_share: float = 1.0
    barrier_weight: Mapping[str, float] = field(
        default_factory=lambda: dict(DEFAULT_BARRIER_WEIGHT)
    )
    compound_weight: float = 10.0
    inside_weight: float = 0.0
    forbidden_barriers: tuple[str, ...] = ()
    objective: tuple[tuple[str, float], ...] = ()
    lexicographic: bool = False
    distance: str = "euclidean"
    together: tuple[tuple[int, ...], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    locked: tuple[int, ...] = ()

    def weight_of(self, term: str) -> float:
        """The weight of a term of the objective, 0 when it is not asked for."""
        return dict(self.objective).get(term, 0.0)

    @property
    def target(self) -> float:
        """The size a part should have: the one given, else the middle of the bounds."""
        if self.target_households is not None:
            return self.target_households
        return (self.min_households + self.max_households) / 2

    def price_of(self, term: str) -> float:
        """Weight of a term where a weighted metre of cut costs 1.

        Cut is all there is without an objective, and where the distance alone is asked for.
        """
        if all(name == "distance" for name, _ in self.objective):
            return 1.0 if term == "cut" else 0.0
        return self.weight_of(term) / (self.weight_of("cut") or 1.0)
