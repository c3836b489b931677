"""What a result carries so that others can verify how good it is, without a solver."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from grids.partitioning.problem import Problem

if TYPE_CHECKING:
    from grids.partitioning.merging.selection import Stage
    from grids.partitioning.merging.suggest import Plan

PACKAGES = ("numpy", "scipy", "highspy", "numba", "shapely")


def versions() -> dict[str, str]:
    """The versions of the packages a result depends on."""
    return {name: version(name) for name in PACKAGES}


def certify_merges(problem: Problem, plans: Sequence["Plan"]) -> dict[str, Any]:
    """The certificate of a set partitioning, one entry per piece solved by itself.

    For each stage: the value found and y (unit duals), μ >= 0 (duals of the rows that keep the
    earlier terms). For every column, cost + μ·(its earlier costs) - Σ y of its units >= 0 proves
    Σy - μ·(earlier values) to be a lower bound; costs are whole, so it may be rounded up.
    """
    return {
        "kind": "set_partitioning",
        "versions": versions(),
        "pieces": [
            {
                "units": list(problem.ids(plan.units)),
                "columns": plan.columns,
                "complete": plan.complete,
                "stages": [_stage(stage) for stage in plan.stages],
            }
            for plan in plans
        ],
    }


def _stage(stage: "Stage") -> dict[str, Any]:
    return {
        "term": stage.term,
        "value": stage.value,
        "bound": stage.bound,
        "relaxed": stage.relaxed,
        "unit_duals": stage.unit_duals.tolist(),
        "stage_duals": stage.stage_duals.tolist(),
    }
