"""A suggestion in a few plain lines, for the terminal and for mails."""

from typing import Any

from grids.proposals.models import Alternative, Suggestion, SuggestionKind

REASONS_SHOWN = 6


def summarise_suggestion(suggestion: Suggestion) -> str:
    """What was asked, how good the first answer is, what it changes, and why."""
    alternative = suggestion.alternatives.first()
    if alternative is None:
        return f"{suggestion}：没有结果。"
    after = alternative.scorecard["after"]
    lines = [
        f"{suggestion}（{suggestion.edition}，{suggestion.rule_set}）：{_status(alternative)}",
        f"  {_change(alternative)}，每个 {after['smallest']}–{after['largest']} 户，"
        f"其中 {after['in_bounds']} 个在规定户数内",
    ]
    lines += [f"  · {reason['text_zh']}" for reason in alternative.explanation[:REASONS_SHOWN]]
    return "\n".join(lines)


def _status(alternative: Alternative) -> str:
    label = alternative.get_status_display()
    if alternative.gap and alternative.status == Alternative.Status.FEASIBLE:
        return f"{label}，与下界相差 {alternative.gap:.1%}（{alternative.seconds:.1f} 秒）"
    return f"{label}（{alternative.seconds:.1f} 秒）"


def _change(alternative: Alternative) -> str:
    before: dict[str, Any] | None = alternative.scorecard["before"]
    now = alternative.scorecard["after"]["units"]
    unit = _unit(alternative.suggestion)
    return f"{before['units']} 个{unit} → {now} 个" if before else f"{now} 个{unit}"


def _unit(suggestion: Suggestion) -> str:
    return "社区" if suggestion.kind == SuggestionKind.MERGE else "网格"
