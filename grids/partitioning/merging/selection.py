"""The cheapest choice of columns that covers every unit once, term by term, with HiGHS."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from grids.partitioning.merging.columns import Columns
from grids.partitioning.problem import Codes, Counts, Floats
from grids.partitioning.running import Run
from grids.partitioning.solving import new_solver


@dataclass(frozen=True, eq=False)
class Stage:
    """One term solved: value and integer bound, and the duals of its linear relaxation.

    `unit_duals` (n,) of the covering rows; `stage_duals` (stages before,) >= 0 of the rows that
    keep the earlier terms at their value; `relaxed` the value of the relaxation.
    """

    term: str
    value: int
    bound: int
    relaxed: float
    unit_duals: Floats
    stage_duals: Floats


@dataclass(frozen=True, eq=False)
class Selection:
    """The chosen columns, sorted, and the stages in order; `finished` when every one is proven."""

    chosen: Codes
    stages: tuple[Stage, ...]
    finished: bool


def select_columns(
    columns: Columns,
    units: Codes,
    terms: dict[str, Counts],
    run: Run,
    limits: Sequence[tuple[Counts, int]] = (),
) -> Selection | None:
    """Lexicographic set partitioning of `units` (sorted); None when no choice covers them.

    `limits`: further rows, costs (columns,) and the most their sum may be.
    """
    done: list[Stage] = []
    chosen: Codes | None = None
    for term, cost in terms.items():
        if chosen is not None and run.should_stop:
            return Selection(chosen, tuple(done), finished=False)
        kept = [*limits, *((terms[stage.term], stage.value) for stage in done)]
        solved = _solve_stage(columns, units, (term, cost), kept, run)
        if solved is None and chosen is not None:
            return Selection(chosen, tuple(done), finished=False)
        if solved is None:
            return None
        chosen, stage = solved
        done.append(stage)
    if chosen is None:
        return None
    return Selection(chosen, tuple(done), all(stage.bound == stage.value for stage in done))


def _solve_stage(
    columns: Columns,
    units: Codes,
    priced: tuple[str, Counts],
    kept: list[tuple[Counts, int]],
    run: Run,
) -> tuple[Codes, Stage] | None:
    term, cost = priced
    solver = _model(columns, units, cost, kept, run)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    relaxed = float(solver.getInfo().objective_function_value)
    duals = np.array(solver.getSolution().row_dual)
    values = np.array(solver.getSolution().col_value)
    bound = relaxed
    if np.abs(values - np.rint(values)).max(initial=0.0) > 1e-7:
        solver.changeColsIntegrality(
            columns.size,
            np.arange(columns.size, dtype=np.int32),
            np.full(columns.size, int(highspy.HighsVarType.kInteger), np.uint8),
        )
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = np.array(solver.getSolution().col_value)
        bound = float(solver.getInfo().mip_dual_bound)
    chosen = np.flatnonzero(values > 0.5).astype(np.int32)
    value = int(cost[chosen].sum())
    noise = 1e-4 + 1e-9 * abs(bound)  # costs are whole, the solver's sums are not
    stage = Stage(
        term=term,
        value=value,
        bound=min(value, int(np.ceil(bound - noise))),
        relaxed=relaxed,
        unit_duals=duals[: len(units)],
        stage_duals=np.maximum(0.0, -duals[len(units) :]),
    )
    return chosen, stage


def _model(
    columns: Columns,
    units: Codes,
    cost: Counts,
    kept: list[tuple[Counts, int]],
    run: Run,
) -> highspy.Highs:
    """Columns in [0, 1]; one row per unit (= 1), one per earlier term (at most its value)."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns.size, len(units) + len(kept)
    lp.col_cost_ = cost.astype(np.float64)
    lp.col_lower_, lp.col_upper_ = np.zeros(columns.size), np.ones(columns.size)
    limits = np.array([value for _, value in kept], np.float64)
    lp.row_lower_ = np.concatenate([np.ones(len(units)), np.full(len(kept), -highspy.kHighsInf)])
    lp.row_upper_ = np.concatenate([np.ones(len(units)), limits])
    _fill_matrix(lp, columns, units, [term for term, _ in kept])
    solver = new_solver(run, absolute_gap=0.5)  # costs are whole: less than one apart is equal
    solver.passModel(lp)
    return solver


def _fill_matrix(lp: highspy.HighsLp, columns: Columns, units: Codes, kept: list[Counts]) -> None:
    """The matrix by rows: who holds the unit, then the costs of the earlier terms."""
    rows = np.searchsorted(units, columns.members)
    column = np.repeat(np.arange(columns.size), np.diff(columns.start))
    order = np.lexsort((column, rows))
    filled = [np.flatnonzero(cost) for cost in kept]
    counts = np.concatenate([np.bincount(rows, minlength=len(units)), [len(f) for f in filled]])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate([column[order], *filled]).astype(np.int32)
    values = [cost[f].astype(np.float64) for cost, f in zip(kept, filled, strict=True)]
    lp.a_matrix_.value_ = np.concatenate([np.ones(len(order)), *values])
