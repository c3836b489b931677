"""The `rules` of a problem document."""

from collections.abc import Mapping
from typing import Any

from grids.partitioning.errors import ProblemError
from grids.partitioning.reading.fields import identifier, known, listing, mapping, number, whole
from grids.partitioning.rules import DEFAULT_BARRIER_WEIGHT, DISTANCES, TERMS, Rules

KNOWN = frozenset(
    {
        "parts", "min_households", "target_households", "max_households", "service_radius",
        "service_share", "barrier_weight", "compound_weight", "inside_weight",
        "forbidden_barriers", "objective", "distance", "together", "apart", "locked",
    }
)  # fmt: skip


def read_rules(given: Mapping[str, Any], index: Mapping[str, int]) -> Rules:
    """The rules with unit ids resolved; unknown keys are refused, for they are misspelt rules."""
    for key in given:
        if key not in KNOWN:
            text = f"没有名为「{key}」的规则，可用：{'、'.join(sorted(KNOWN))}。"
            raise ProblemError("unknown_rule", f"rules.{key}", text)
    low, high, target = _bounds(given)
    objective, lexicographic = _objective(given.get("objective"))
    return Rules(
        min_households=low,
        max_households=high,
        target_households=target,
        parts=_parts(given.get("parts")),
        service_radius=_optional(given, "service_radius"),
        service_share=_share(given.get("service_share", 1.0)),
        barrier_weight=_factors(given.get("barrier_weight")),
        compound_weight=_factor(given, "compound_weight", 10.0),
        inside_weight=_factor(given, "inside_weight", 0.0),
        forbidden_barriers=_names(given.get("forbidden_barriers", [])),
        objective=objective,
        lexicographic=lexicographic,
        distance=_choice(given.get("distance", "euclidean"), DISTANCES, "rules.distance"),
        together=_groups(given.get("together", []), index, "rules.together"),
        apart=_pairs(given.get("apart", []), index),
        locked=_locked(given.get("locked", []), index),
    )


def _bounds(given: Mapping[str, Any]) -> tuple[int, int, float | None]:
    for key in ("min_households", "max_households"):
        if key not in given:
            raise ProblemError("missing_rule", f"rules.{key}", "缺少这条规则，请填写户数。")
    low = whole(given["min_households"], "rules.min_households")
    high = whole(given["max_households"], "rules.max_households", least=1)
    target = _optional(given, "target_households")
    if low > high:
        text = f"下限 {low} 大于上限 {high}，两者矛盾，请改正其一。"
        raise ProblemError("contradictory_bounds", "rules.min_households", text)
    if target is not None and not low <= target <= high:
        text = f"目标 {target:g} 不在下限 {low} 与上限 {high} 之间。"
        raise ProblemError("contradictory_target", "rules.target_households", text)
    return low, high, target


def _optional(given: Mapping[str, Any], key: str) -> float | None:
    value = given.get(key)
    return None if value is None else number(value, f"rules.{key}", least=0.0)


def _factor(given: Mapping[str, Any], key: str, default: float) -> float:
    return number(given.get(key, default), f"rules.{key}", least=0.0)


def _share(value: Any) -> float:
    share = number(value, "rules.service_share", least=0.0)
    if share > 1:
        raise ProblemError("too_large", "rules.service_share", "应为 0 到 1 之间的比例。")
    return share


def _parts(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    ends = listing(value, "rules.parts") if isinstance(value, list | tuple) else [value, value]
    if len(ends) != 2:
        raise ProblemError("bad_parts", "rules.parts", "应为一个整数 k，或 [最少, 最多] 两个整数。")
    low, high = (whole(end, "rules.parts", least=1) for end in ends)
    if low > high:
        raise ProblemError("contradictory_parts", "rules.parts", f"最少 {low} 大于最多 {high}。")
    return low, high


def _factors(value: Any) -> Mapping[str, float]:
    if value is None:
        return dict(DEFAULT_BARRIER_WEIGHT)  # a mapping proxy cannot go to another process
    place = "rules.barrier_weight"
    given = mapping(value, place)
    return {name: number(one, f"{place}.{name}", least=0.0) for name, one in given.items()}


def _names(value: Any) -> tuple[str, ...]:
    place = "rules.forbidden_barriers"
    return tuple(identifier(name, place) for name in listing(value, place))


def _objective(value: Any) -> tuple[tuple[tuple[str, float], ...], bool]:
    if value is None:
        return (), False
    place = "rules.objective"
    if isinstance(value, Mapping):
        terms = [(_choice(k, TERMS, place), number(v, f"{place}.{k}", least=0.0))
                 for k, v in value.items()]  # fmt: skip
        return tuple(term for term in terms if term[1] > 0), False
    names = [_choice(name, TERMS, place) for name in listing(value, place)]
    return tuple((name, 1.0) for name in dict.fromkeys(names)), True


def _choice(value: Any, choices: tuple[str, ...], place: str) -> str:
    if not isinstance(value, str) or value not in choices:
        text = f"不认识「{value}」，可用：{'、'.join(choices)}。"
        raise ProblemError("unknown_choice", place, text)
    return value


def _groups(value: Any, index: Mapping[str, int], place: str) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(dict.fromkeys(known(one, index, f"{place}[{i}]") for one in listing(group, place)))
        for i, group in enumerate(listing(value, place))
    )


def _pairs(value: Any, index: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    groups = _groups(value, index, "rules.apart")
    return tuple((a, b) for group in groups for i, a in enumerate(group) for b in group[i + 1 :])


def _locked(value: Any, index: Mapping[str, int]) -> tuple[int, ...]:
    place = "rules.locked"
    return tuple(known(one, index, place) for one in listing(value, place))
