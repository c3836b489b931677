"""What was killed when, and what was found: printed as it goes, and as a table at the end."""

from collections import Counter
from collections.abc import Sequence

from tests.faults.playing import AFTER, BEFORE, INSIDE, Outcome

MOST_STATEMENTS = 12


def tell(number: int, outcome: Outcome, scene: str) -> str:
    """One line for one kill."""
    what = outcome.kill
    moment = "sign" if what.sign else "answer" if what.moment is None else f"{what.moment:6.0%}"
    mark = "✗" if outcome.found else "✓"
    head = f"{mark} {number:4d}  {what.action.name:18} {what.victim:9} {moment:>6}  {scene}"
    return f"{head:62} {outcome.where:7} {outcome.said:5} {outcome.doing}".rstrip()


def table(outcomes: Sequence[Outcome]) -> str:
    """Kills by action and victim: where they hit, how many had been acknowledged, findings."""
    columns = f"{'action':20}{'killed':10}{'kills':>6}{BEFORE:>8}{INSIDE:>8}{AFTER:>8}"
    lines = [columns + f"{'told':>7}{'findings':>10}"]
    pairs = sorted({(one.kill.action.name, one.kill.victim) for one in outcomes})
    for action, victim in pairs:
        own = [
            one for one in outcomes if (one.kill.action.name, one.kill.victim) == (action, victim)
        ]
        lines.append(f"{action:20}{victim:10}{_figures(own)}")
    lines.append(f"{'all':30}{_figures(outcomes)}")
    return "\n".join(lines)


def _pair(outcome: Outcome) -> tuple[str, str]:
    return outcome.kill.action.name, outcome.kill.victim


def _figures(outcomes: Sequence[Outcome]) -> str:
    where = Counter(one.where for one in outcomes)
    told = sum(one.acknowledged for one in outcomes)
    found = sum(bool(one.found) for one in outcomes)
    hits = f"{where[BEFORE]:8}{where[INSIDE]:8}{where[AFTER]:8}"
    return f"{len(outcomes):6}{hits}{told:7}{found:10}"


def shares(outcomes: Sequence[Outcome]) -> str:
    """The share of kills that hit inside a transaction, and what it was doing then."""
    where = Counter(one.where for one in outcomes)
    count = max(1, len(outcomes))
    parts = ", ".join(f"{where[name] / count:.0%} {name}" for name in (BEFORE, INSIDE, AFTER))
    doing = Counter(one.doing for one in outcomes if one.doing)
    listed = ", ".join(f"{name} {n}" for name, n in doing.most_common(MOST_STATEMENTS))
    answers = Counter(one.said for one in outcomes)
    said = ", ".join(f"{name} {n}" for name, n in sorted(answers.items()))
    return f"{parts}\nunder way: {len(doing)} statements, e.g. {listed}\nanswers: {said}"
