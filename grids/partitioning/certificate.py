"""What a result carries so that others can verify how good it is, without a solver."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from grids.partitioning.hashing import input_hash, plain_rules
from grids.partitioning.problem import Problem

if TYPE_CHECKING:
    from grids.partitioning.merging.branching import Node
    from grids.partitioning.merging.selection import Stage
    from grids.partitioning.merging.suggest import Plan

PACKAGES = ("numpy", "scipy", "highspy", "numba", "shapely")


def versions() -> dict[str, str]:
    """The versions of the packages a result depends on."""
    return {name: version(name) for name in PACKAGES}


def certify_merges(problem: Problem, plans: Sequence["Plan"]) -> dict[str, Any]:
    """The certificate of a set partitioning, one entry per piece solved by itself.

    For each stage: the value found and a tree of dual prices, whole numbers over `scale`: y of the
    units, μ >= 0 of the limits (`row_duals`: the earlier terms at their value, and `limits`).
    Where every column's cost + μ·(what it counts in the limits) - Σ y of its units >= 0, the bound
    Σy - μ·(limits) lies below every plan; costs are whole, so it may be rounded up.
    """
    return {
        "kind": "set_partitioning",
        "input_hash": input_hash(problem),
        "rules": plain_rules(problem.rules),
        "versions": versions(),
        "pieces": [_piece(problem, plan) for plan in plans],
    }


def _piece(problem: Problem, plan: "Plan") -> dict[str, Any]:
    names = problem.ids(plan.units)
    return {
        "units": list(names),
        "columns": plan.columns,
        "complete": plan.complete,
        "stages": [_stage(names, stage) for stage in plan.stages],
    }


def _stage(names: Sequence[str], stage: "Stage") -> dict[str, Any]:
    return {
        "term": stage.term,
        "value": stage.value,
        "bound": stage.bound,
        "proof": None if stage.proof is None else _node(names, stage.proof),
    }


def _node(names: Sequence[str], node: "Node") -> dict[str, Any]:
    """One node of the tree. `split` names two units, `together` and `apart` the nodes below; or
    `split_parts` a number of parts, `fewer` (at most so many) and `more` the nodes below."""
    duals = node.duals
    plain: dict[str, Any] = {
        "scale": duals.scale,
        "unit_duals": duals.units.tolist(),
        "row_duals": dict(zip(node.rows, duals.rows.tolist(), strict=True)),
    }
    if node.split is None or not node.below:
        return plain
    first, second = (_node(names, below) for below in node.below)
    if isinstance(node.split, int):
        return {**plain, "split_parts": node.split, "fewer": first, "more": second}
    units = [names[place] for place in node.split]
    return {**plain, "split": units, "together": first, "apart": second}
