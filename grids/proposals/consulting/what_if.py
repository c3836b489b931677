"""What if two communities must merge, or must not: answered on the spot, with the price."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from grids.partitioning import Run, explain_pair
from grids.proposals.consulting.posing import Setting, pose_merging
from grids.proposals.consulting.question import Ask, Question, QuestionRefused

PATIENCE = 4.0  # seconds a planner waits for an answer on the spot
Must = Literal["together", "apart"]


@dataclass(frozen=True)
class Weighed:
    """The best plan that obeys and the best that does not; `price` = the first less the second.

    `code`: weighed, impossible (with the smallest change of each rule that would help),
    not_compared, or not_known in the time there was. `told` are sentences, Chinese and English.
    """

    code: str
    told: tuple[str, str]
    price: Mapping[str, float]
    obeying: Mapping[str, Any] | None
    otherwise: Mapping[str, Any] | None
    remedies: tuple[Mapping[str, Any], ...]
    in_time: bool


def what_if(setting: Setting, a: int, b: int, must: Must, *, patience: float = PATIENCE) -> Weighed:
    """Weigh two communities (numbers of the draft) in one part against in two.

    Raises:
        QuestionRefused: they are the same, or one of them may not merge.
        ProblemError: the rules contradict each other.
    """
    if a == b:
        raise QuestionRefused("same_unit", "选的是同一个社区，请选两个不同的社区。")
    posed = pose_merging(setting, Question(Ask.MERGE, version=0))
    missing = [number for number in (a, b) if number not in posed.numbers]
    if missing:
        text = "所选社区已锁定、已撤销，或不在本草案中。请另选，或先解除锁定。"
        raise QuestionRefused("not_to_merge", text)
    run = Run(patience)
    units = (posed.numbers.index(a), posed.numbers.index(b))
    reason = explain_pair(posed.problem, *units, run)
    values = reason.values
    sign = 1 if must == "together" else -1
    sides = ("with", "without") if must == "together" else ("without", "with")
    return Weighed(
        code=reason.code,
        told=(reason.text_zh, reason.text_en),
        price={term: sign * value for term, value in values.get("price", {}).items()},
        obeying=values.get(sides[0]),
        otherwise=values.get(sides[1]),
        remedies=tuple(values.get("remedies", ())),
        in_time=not run.is_late,
    )
