"""KaHIP's kaffpa: eco and strong at three imbalances."""

from functools import partial
from importlib import import_module
from typing import Any

from tests.bench.engine.players.playing import Instance, sit_down

ECO, STRONG = 1, 2


def main() -> None:
    """The widest imbalance first, which gives the least cut."""
    instance, sheet = sit_down()
    kahip: Any = import_module("kahip")
    for share in reversed(instance.tolerances):
        for mode, name in ((ECO, "eco"), (STRONG, "strong")):
            who = f"KaHIP {name} ±{share:.0%}"
            sheet.play(who, partial(solve, kahip, instance, share, mode))


def solve(kahip: Any, instance: Instance, share: float, mode: int) -> Any:
    """The labels of one call."""
    _, labels = kahip.kaffpa(
        instance.households,
        instance.start,
        instance.weight,
        instance.ends,
        instance.parts,
        share,
        True,
        1,
        mode,
    )
    return labels


if __name__ == "__main__":
    main()
