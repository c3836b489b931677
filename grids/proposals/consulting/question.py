"""What a planner asks the engine about a draft."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

MOST_PARTS = 200
WEIGHTS = ("cut", "change", "balance", "compactness", "distance")


class QuestionRefused(ValueError):
    """A question nobody can answer; `code` for machines, the text says what to change."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class Ask(StrEnum):
    """What is wanted: new grids, merged communities, units made to fit, one unit made into k."""

    DIVIDE = "divide"
    MERGE = "merge"
    REPAIR = "repair"
    SPLIT = "split"


@dataclass(frozen=True)
class Bounds:
    """Households of a unit, None where the rule set's are meant; `parts`: how many units."""

    minimum: int | None = None
    maximum: int | None = None
    target: float | None = None
    parts: int | None = None


@dataclass(frozen=True)
class Question:
    """One question; units and groups are numbers of the draft, empty `units` mean all.

    `neighbours`: a repair may also change the units beside those named. `least_change`: the plan
    that moves the fewest households comes first. `together`, `apart`: communities of a merge.
    """

    ask: Ask
    version: int
    units: tuple[int, ...] = ()
    bounds: Bounds = Bounds()
    weights: Mapping[str, float] = field(default_factory=dict)
    least_change: bool = False
    neighbours: bool = False
    together: tuple[tuple[int, ...], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what contradicts itself before anything is read."""
        _refuse_bounds(self.bounds)
        _refuse_weights(self.weights)
        if self.ask is Ask.SPLIT and (len(self.units) != 1 or (self.bounds.parts or 0) < 2):
            text = "拆分需要选定一个单位，并说明分成几个（至少 2 个）。"
            raise QuestionRefused("split_needs_one_unit", text)
        if self.ask is Ask.REPAIR and not self.units:
            raise QuestionRefused("repair_needs_units", "修复需要选定要调整的网格，至少一个。")

    def to_json(self) -> dict[str, Any]:
        """As the suggestion keeps it."""
        return {**asdict(self), "weights": dict(self.weights)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The question a suggestion keeps."""
        return cls(
            **{
                **data,
                "ask": Ask(data["ask"]),
                "units": tuple(data["units"]),
                "bounds": Bounds(**data["bounds"]),
                "together": tuple(map(tuple, data["together"])),
                "apart": tuple((a, b) for a, b in data["apart"]),
            }
        )


def _refuse_bounds(bounds: Bounds) -> None:
    given = (bounds.minimum, bounds.maximum, bounds.target)
    if any(value is not None and value < 0 for value in given):
        raise QuestionRefused("bad_bounds", "户数不能为负，请改正上下限或目标。")
    low, high, target = bounds.minimum, bounds.maximum, bounds.target
    if low is not None and high is not None and low > high:
        text = f"下限 {low} 户大于上限 {high} 户，两者矛盾，请改正其一。"
        raise QuestionRefused("contradictory_bounds", text)
    if target is not None and not (low or 0) <= target <= (high or target):
        text = f"目标 {target:g} 户不在下限与上限之间，请改正。"
        raise QuestionRefused("contradictory_target", text)
    if bounds.parts is not None and not 1 <= bounds.parts <= MOST_PARTS:
        text = f"个数应在 1 到 {MOST_PARTS} 之间，现为 {bounds.parts}。"
        raise QuestionRefused("bad_parts", text)


def _refuse_weights(weights: Mapping[str, float]) -> None:
    for name, weight in weights.items():
        if name not in WEIGHTS:
            text = f"没有名为「{name}」的目标，可用：{'、'.join(WEIGHTS)}。"
            raise QuestionRefused("unknown_weight", text)
        if not 0 <= weight <= 1e6:
            text = f"「{name}」的权重应在 0 到 1000000 之间。"
            raise QuestionRefused("bad_weight", text)
    if weights and not any(weights.values()):
        raise QuestionRefused("no_weight", "权重全为 0，没有目标。请至少给一项大于 0 的权重。")
